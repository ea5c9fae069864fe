use jiff::civil::{Date, date};
use jiff::tz::{Offset, TimeZone};

use super::*;

const EUROPEAN_UNION: &str = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv";
const UNITED_NATIONS: &str = "ar en es fr ru zh";
const OTHERS: &str = "en-GB zh-Hant fa th he uk tr ja ko sr sr-Latn dv yi cnr prs";

fn tag(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).unwrap()
}

fn locale(language: &str) -> Locale {
    Locale::new(&tag(language), None)
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

/// One line per language, with the spaces that don't break made visible.
fn table(languages: &[&str], line: impl Fn(&Locale) -> String) -> String {
    let lines = languages.iter().map(|language| format!("{language}: {}\n", line(&locale(language))));
    lines.collect::<String>().replace('\u{a0}', "[nbsp]").replace('\u{202f}', "[nnbsp]")
}

const MARCH: Date = date(2026, 3, 9);

#[test]
fn a_locale_and_its_strings_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Locale>();
    shared::<Strings>();
    let arabic = std::sync::Arc::new(locale("ar"));
    let elsewhere = std::sync::Arc::clone(&arabic);
    assert_eq!(std::thread::spawn(move || elsewhere.date(MARCH)).join().unwrap(), arabic.date(MARCH));
}

#[test]
fn dates_are_written_as_the_language_does() {
    let languages = words(EUROPEAN_UNION).into_iter().chain(["ar", "ru", "zh"]).chain(words(OTHERS));
    let written = table(&languages.collect::<Vec<_>>(), |l| format!("{} | {}", l.date(MARCH), l.month_year(MARCH)));
    insta::assert_snapshot!(written, @r"
    bg: 9 март 2026[nnbsp]г. | март 2026[nnbsp]г.
    cs: 9. března 2026 | březen 2026
    da: 9. marts 2026 | marts 2026
    de: 9. März 2026 | März 2026
    el: 9 Μαρτίου 2026 | Μάρτιος 2026
    en: March 9, 2026 | March 2026
    es: 9 de marzo de 2026 | marzo de 2026
    et: 9. märts 2026 | märts 2026
    fi: 9. maaliskuuta 2026 | maaliskuu 2026
    fr: 9 mars 2026 | mars 2026
    ga: 9 Márta 2026 | Márta 2026
    hr: 9. ožujka 2026. | ožujak 2026.
    hu: 2026. március 9. | 2026. március
    it: 9 marzo 2026 | marzo 2026
    lt: 2026 m. kovo 9 d. | 2026 m. kovas
    lv: 2026. gada 9. marts | 2026. gada marts
    mt: 9 ta’ Marzu 2026 | Marzu 2026
    nl: 9 maart 2026 | maart 2026
    pl: 9 marca 2026 | marzec 2026
    pt: 9 de março de 2026 | março de 2026
    ro: 9 martie 2026 | martie 2026
    sk: 9. marca 2026 | marec 2026
    sl: 9. marec 2026 | marec 2026
    sv: 9 mars 2026 | mars 2026
    ar: 9 مارس 2026 | مارس 2026
    ru: 9 марта 2026[nnbsp]г. | март 2026[nnbsp]г.
    zh: 2026年3月9日 | 2026年3月
    en-GB: 9 March 2026 | March 2026
    zh-Hant: 2026年3月9日 | 2026年3月
    fa: ۹ مارس ۲۰۲۶ | مارس ۲۰۲۶
    th: 9 มีนาคม ค.ศ. 2026 | มีนาคม ค.ศ. 2026
    he: 9 במרץ 2026 | מרץ 2026
    uk: 9 березня 2026[nnbsp]р. | березень 2026[nnbsp]р.
    tr: 9 Mart 2026 | Mart 2026
    ja: 2026年3月9日 | 2026年3月
    ko: 2026년 3월 9일 | 2026년 3월
    sr: 9. март 2026. | март 2026.
    sr-Latn: 9. mart 2026. | mart 2026.
    dv: 2026-03-09 | 2026-03
    yi: 2026-03-09 | 2026-03
    cnr: 9. mart 2026. | mart 2026.
    prs: ۹ مارچ ۲۰۲۶ | مارچ ۲۰۲۶
    ");
}

#[test]
fn the_first_of_a_french_month_is_an_ordinal() {
    let french = locale("fr");
    assert_eq!(french.date(date(2026, 11, 1)), "1er novembre 2026");
    assert_eq!(french.date(date(2026, 11, 11)), "11 novembre 2026");
}

#[test]
fn a_moment_has_a_time_of_24_hours_and_says_where_it_is() {
    let lisbon = TimeZone::get("Europe/Lisbon").unwrap();
    let moment = |hour, minute| date(2026, 3, 9).at(hour, minute, 0, 0).to_zoned(lisbon.clone()).unwrap();
    let languages = words("en en-GB fr ar zh ru es pt de fa");
    let written = |l: &Locale| {
        let there = l.city("Europe/Lisbon").unwrap();
        format!("{} | {}", l.date_time(&moment(6, 30), Some(&there)), l.date_time(&moment(14, 0), None))
    };
    insta::assert_snapshot!(table(&languages, written), @r"
    en: March 9, 2026 at 6:30 (Lisbon) | March 9, 2026 at 14:00 UTC
    en-GB: 9 March 2026 at 6:30 (Lisbon) | 9 March 2026 at 14:00 UTC
    fr: 9 mars 2026 à 6[nbsp]h[nbsp]30 (Lisbonne) | 9 mars 2026 à 14[nbsp]h UTC
    ar: 9 مارس 2026 الساعة 6:30 (لشبونة) | 9 مارس 2026 الساعة 14:00 UTC
    zh: 2026年3月9日 6:30（里斯本） | 2026年3月9日 14:00 UTC
    ru: 9 марта 2026[nnbsp]г. в 06:30 (Лиссабон) | 9 марта 2026[nnbsp]г. в 14:00 UTC
    es: 9 de marzo de 2026 a las 6:30 (Lisboa) | 9 de marzo de 2026 a las 14:00 UTC
    pt: 9 de março de 2026 às 06:30 (Lisboa) | 9 de março de 2026 às 14:00 UTC
    de: 9. März 2026 um 06:30 (Lissabon) | 9. März 2026 um 14:00 UTC
    fa: ۹ مارس ۲۰۲۶ ساعت ۶:۳۰ (لیسبون) | ۹ مارس ۲۰۲۶ ساعت ۱۴:۰۰ UTC
    ");
    assert_eq!(locale("es").date_time(&moment(1, 5), None), "9 de marzo de 2026 a la 1:05 UTC");
    let british = locale("en-GB");
    let newfoundland = Offset::from_seconds(-(3 * 60 + 30) * 60).unwrap();
    let there = date(2026, 3, 9).at(14, 5, 0, 0).to_zoned(TimeZone::fixed(newfoundland)).unwrap();
    assert_eq!(british.date_time(&there, None), "9 March 2026 at 14:05 UTC−3:30");
    assert_eq!(british.date_time(&moment(0, 0), None), "9 March 2026 at 00:00 UTC");
}

#[test]
fn a_zone_is_named_by_its_city_and_one_without_is_not() {
    let cities = |zone: &str| ["en", "fr", "es", "ar", "zh", "ru"].map(|tag| locale(tag).city(zone));
    assert_eq!(
        cities("Europe/Lisbon").map(Option::unwrap),
        ["Lisbon", "Lisbonne", "Lisboa", "لشبونة", "里斯本", "Лиссабон"]
    );
    assert_eq!(locale("en").city("America/Argentina/Buenos_Aires").unwrap(), "Buenos Aires");
    for zone in ["UTC", "Etc/GMT-3", "Etc/UTC"] {
        assert_eq!(cities(zone), [const { None }; 6], "{zone}");
    }
}

#[test]
fn numbers_are_grouped_as_the_language_does() {
    let languages = words("en fr ar zh ru es pl bg de hi fa sv");
    insta::assert_snapshot!(table(&languages, |l| format!("{} {}", l.number(-1_234_567), l.number(1234))), @r"
    en: -1,234,567 1,234
    fr: -1[nnbsp]234[nnbsp]567 1[nnbsp]234
    ar: ‎-1,234,567 1,234
    zh: -1,234,567 1,234
    ru: -1[nbsp]234[nbsp]567 1[nbsp]234
    es: -1.234.567 1234
    pl: -1[nbsp]234[nbsp]567 1234
    bg: -1[nbsp]234[nbsp]567 1234
    de: -1.234.567 1.234
    hi: -12,34,567 1,234
    fa: ‎−۱٬۲۳۴٬۵۶۷ ۱٬۲۳۴
    sv: −1[nbsp]234[nbsp]567 1[nbsp]234
    ");
}

#[test]
fn a_decimal_number_keeps_its_fraction_digits() {
    assert_eq!(locale("fr").decimal("1234.50"), "1\u{202f}234,50");
    assert_eq!(locale("en").decimal("-0.10"), "-0.10");
    assert_eq!(locale("en").decimal("none"), "none");
}

#[test]
fn the_digits_of_arabic_are_the_sites_choice() {
    let arabic = |numbering| Locale::new(&tag("ar"), numbering);
    assert_eq!(arabic(None).number(1234), "1,234");
    assert_eq!(arabic(Some("latn")).number(1234), "1,234");
    assert_eq!(arabic(Some("arab")).number(1234), "١٬٢٣٤");
    assert_eq!(arabic(Some("arab")).date(MARCH), "٩ مارس ٢٠٢٦");
    assert_eq!(arabic(Some("no such")).number(1234), "1,234");
    assert_eq!(arabic(Some("nosuch")).number(1234), "1,234");
}

#[test]
fn each_language_has_its_plural_categories() {
    let languages = words("en fr ar zh ru es pt pl ga sr-Latn cnr");
    insta::assert_snapshot!(table(&languages, |l| l.plural_categories().join(" ")), @r"
    en: one other
    fr: one many other
    ar: zero one two few many other
    zh: other
    ru: one few many other
    es: one many other
    pt: one many other
    pl: one few many other
    ga: one two few many other
    sr-Latn: one few other
    cnr: one few other
    ");
    let russian = locale("ru");
    assert_eq!(
        [1, 2, 5, 11, 21, 22, 111].map(|n| russian.plural(n)),
        ["one", "few", "many", "many", "one", "few", "many"]
    );
    let arabic = locale("ar");
    assert_eq!([0, 1, 2, 3, 11, 100].map(|n| arabic.plural(n)), ["zero", "one", "two", "few", "many", "other"]);
    let french = locale("fr");
    assert_eq!([0, 1, 2, 1_000_000].map(|n| french.plural(n)), ["one", "one", "other", "many"]);
    assert_eq!(["1", "1.0", "none"].map(|n| locale("en").plural_decimal(n)), ["one", "other", "other"]);
    assert_eq!((locale("pt-BR").plural(0), locale("pt-PT").plural(0)), ("one", "other"));
}

#[test]
fn a_list_is_joined_as_the_language_enumerates() {
    let list = |language: &str, items: &str| {
        locale(language).list(&items.split(' ').map(ToOwned::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(list("es", "Chad Italia Irán"), "Chad, Italia e Irán");
    assert_eq!(list("es", "Chad Francia"), "Chad y Francia");
    assert_eq!(list("en-GB", "Chad Iran Italy"), "Chad, Iran and Italy");
    assert_eq!(list("ar", "تشاد إيران إيطاليا"), "تشاد وإيران وإيطاليا");
    assert_eq!(list("he", "צ׳אד Iran"), "צ׳אד ו‑Iran");
    assert_eq!(list("zh", "甲 乙 丙"), "甲、乙和丙");
    assert_eq!(list("fr", "Tchad"), "Tchad");
    assert_eq!(locale("fr").list(&[]), "");
}

#[test]
fn texts_sort_as_the_language_sorts() {
    for (language, expected) in [
        ("sv", "ask zebra år ära öra"),
        ("de", "Ärger Arm Öl Ost Strasse Straße Zahl"),
        ("es", "nube nz ñandú oso"),
        ("ru", "ёж ежа ель жук"),
        ("sr-Latn", "cilj čaj dan đak"),
        ("zh", "阿尔文 北京 上海"),
        ("zh-u-co-stroke", "一 丁 上海 北京 阿尔文"),
        ("ar", "أرفين باريس ميريديا"),
    ] {
        let locale = locale(language);
        let mut sorted = words(expected);
        sorted.reverse();
        sorted.sort_by_key(|word| locale.sort_key(word));
        assert_eq!(sorted.join(" "), expected, "{language}");
    }
    let french = locale("fr");
    assert!(french.sort_key("cote") < french.sort_key("Cote"));
    assert_eq!(french.sort_key("é"), french.sort_key("e\u{301}"));
}

#[test]
fn direction_follows_the_script() {
    for language in words("ar he fa ur ps sd ug dv yi prs ku-Arab az-Arab pa-PK") {
        assert_eq!(locale(language).direction(), Direction::Rtl, "{language}");
    }
    for language in words("en ru zh el hi ku pa az qaa").into_iter().chain(["sr-Latn"]) {
        assert_eq!(locale(language).direction().as_str(), "ltr", "{language}");
    }
}

#[test]
fn every_language_has_its_own_name() {
    let languages = words(EUROPEAN_UNION).into_iter().chain(words(UNITED_NATIONS)).chain(words(OTHERS));
    let mut languages: Vec<_> = languages.chain(["zh-Hans", "pt-BR", "me", "qaa"]).collect();
    languages.sort_unstable();
    languages.dedup();
    insta::assert_snapshot!(table(&languages, |l| l.endonym().to_owned()), @r"
    ar: العربية
    bg: български
    cnr: crnogorski
    cs: čeština
    da: dansk
    de: Deutsch
    dv: ދިވެހިބަސް
    el: Ελληνικά
    en: English
    en-GB: British English
    es: español
    et: eesti
    fa: فارسی
    fi: suomi
    fr: français
    ga: Gaeilge
    he: עברית
    hr: hrvatski
    hu: magyar
    it: italiano
    ja: 日本語
    ko: 한국어
    lt: lietuvių
    lv: latviešu
    me: crnogorski
    mt: Malti
    nl: Nederlands
    pl: polski
    prs: دری
    pt: português
    pt-BR: português (Brasil)
    qaa: qaa
    ro: română
    ru: русский
    sk: slovenčina
    sl: slovenščina
    sr: српски
    sr-Latn: srpski (latinica)
    sv: svenska
    th: ไทย
    tr: Türkçe
    uk: українська
    yi: ייִדיש
    zh: 中文
    zh-Hans: 简体中文
    zh-Hant: 繁體中文
    ");
}

#[test]
fn languages_are_named_in_the_readers() {
    let named = words("en fr ar zh ru es bg hr ga lt ro he fa ur uk sw dv yi prs zh-Hant pt-BR");
    let name_all = |l: &Locale| named.iter().map(|language| l.name_of(&tag(language))).collect::<Vec<_>>().join(", ");
    insta::assert_snapshot!(table(&words(UNITED_NATIONS), name_all), @r"
    ar: الإنجليزية, الفرنسية, العربية, الصينية, الروسية, الإسبانية, البلغارية, الكرواتية, الأيرلندية, الليتوانية, الرومانية, العبرية, الفارسية, الأوردية, الأوكرانية, السواحلية, المالديفية, اليديشية, الدارية, الصينية التقليدية, البرتغالية البرازيلية
    en: English, French, Arabic, Chinese, Russian, Spanish, Bulgarian, Croatian, Irish, Lithuanian, Romanian, Hebrew, Persian, Urdu, Ukrainian, Swahili, Divehi, Yiddish, Dari, Traditional Chinese, Brazilian Portuguese
    es: inglés, francés, árabe, chino, ruso, español, búlgaro, croata, irlandés, lituano, rumano, hebreo, persa, urdu, ucraniano, suajili, divehi, yidis, darí, chino tradicional, portugués de Brasil
    fr: anglais, français, arabe, chinois, russe, espagnol, bulgare, croate, irlandais, lituanien, roumain, hébreu, persan, ourdou, ukrainien, swahili, maldivien, yiddish, dari, chinois traditionnel, portugais brésilien
    ru: английский, французский, арабский, китайский, русский, испанский, болгарский, хорватский, ирландский, литовский, румынский, иврит, персидский, урду, украинский, суахили, мальдивский, идиш, дари, китайский, традиционное письмо, бразильский португальский
    zh: 英语, 法语, 阿拉伯语, 中文, 俄语, 西班牙语, 保加利亚语, 克罗地亚语, 爱尔兰语, 立陶宛语, 罗马尼亚语, 希伯来语, 波斯语, 乌尔都语, 乌克兰语, 斯瓦希里语, 迪维希语, 意第绪语, 达里语, 繁体中文, 巴西葡萄牙语
    ");
}

#[test]
fn a_language_is_not_called_by_the_name_of_another() {
    assert_eq!(locale("en").name_of(&tag("cnr")), "Montenegrin");
    assert_eq!(locale("fr").name_of(&tag("me")), "crnogorski");
    assert_eq!(locale("fr").name_of(&tag("qaa")), "qaa");
}

#[test]
fn the_script_says_which_fonts_and_whether_italics() {
    let scripts = table(&words("en ar zh zh-Hant zh-TW sr sr-Latn ja he el hi dv prs qaa"), |l| {
        format!("{}{}", l.script(), if l.has_italics() { " italics" } else { "" })
    });
    insta::assert_snapshot!(scripts, @r"
    en: Latn italics
    ar: Arab
    zh: Hans
    zh-Hant: Hant
    zh-TW: Hant
    sr: Cyrl italics
    sr-Latn: Latn italics
    ja: Jpan
    he: Hebr
    el: Grek italics
    hi: Deva
    dv: Thaa
    prs: Arab
    qaa: Zyyy
    ");
}

#[test]
fn open_graph_gets_the_likely_territory() {
    let named = words("en en-GB fr ar zh zh-Hant ru es pt-PT qaa")
        .into_iter()
        .map(|l| locale(l).open_graph_locale().to_owned());
    assert_eq!(named.collect::<Vec<_>>().join(" "), "en_US en_GB fr_FR ar_EG zh_CN zh_TW ru_RU es_ES pt_PT qaa");
}
