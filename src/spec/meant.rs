//! Finds the intended field, choice, address, language or value when an editor wrote something similar.

use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization as _;

use super::mistake::truth;
use super::read::{is_language_tag, is_slug};
use super::value::Data;
use super::{Type, written_date};
use crate::diag::{Span, nearest};

/// Fields with the names that other programs and other languages use for them.
const NAMES: &[(&str, &[&str])] = &[
    (
        "title",
        &[
            "titre",
            "titulo",
            "titolo",
            "titel",
            "заголовок",
            "название",
            "العنوان",
            "عنوان",
            "标题",
            "標題",
            "headline",
            "name",
        ],
    ),
    (
        "summary",
        &[
            "description",
            "abstract",
            "excerpt",
            "lead",
            "teaser",
            "subtitle",
            "resume",
            "resumen",
            "описание",
            "ملخص",
            "الملخص",
            "摘要",
        ],
    ),
    (
        "date",
        &[
            "published",
            "publication_date",
            "pub_date",
            "publish_date",
            "publishdate",
            "fecha",
            "datum",
            "дата",
            "التاريخ",
            "تاريخ",
            "日期",
        ],
    ),
    ("updated", &["lastmod", "modified", "last_modified", "last_updated"]),
    ("topics", &["tags", "categories", "category", "topic", "keywords", "themes", "temas", "темы", "المواضيع", "主题"]),
    ("slug", &["permalink", "url", "path"]),
    ("aliases", &["redirect_from", "alias", "redirects"]),
    ("state", &["draft", "status"]),
    ("image", &["picture", "cover", "featured_image", "thumbnail", "foto", "photo"]),
    ("attachments", &["files", "downloads", "documents", "resources"]),
    ("embargo", &["embargoed_until", "publish_at"]),
    ("reference", &["ref", "number", "symbol", "referencia", "numero", "номер", "المرجع", "编号"]),
    ("subtype", &["type", "doctype"]),
    ("dateline", &["place", "location", "lieu", "lugar", "место", "المكان", "地点"]),
    ("order", &["weight", "position"]),
    ("owner", &["author", "department", "auteur", "autor", "автор"]),
    ("question", &["title", "pregunta", "frage", "вопрос", "السؤال", "问题"]),
    ("short_answer", &["answer", "summary", "reponse", "respuesta", "ответ", "الجواب", "答案"]),
    ("src", &["file", "url", "path", "image", "source"]),
    ("alt", &["text", "alternative", "alt_text", "description"]),
    ("base_url", &["baseurl", "url", "site_url"]),
    ("timezone", &["time_zone", "tz", "zone"]),
    ("phone", &["telephone", "tel", "telefon"]),
    ("email", &["e_mail", "mail"]),
    ("licence", &["license"]),
    ("expires", &["end", "until", "expiry"]),
];

/// Languages by their names.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["english", "eng", "anglais", "ingles", "английский"]),
    ("fr", &["french", "francais", "fra", "fre", "frances", "французский"]),
    ("ar", &["arabic", "arabe", "ara", "العربية", "عربي"]),
    ("zh", &["chinese", "chinois", "chino", "cn", "zho", "chi", "中文", "汉语"]),
    ("ru", &["russian", "russe", "ruso", "rus", "русский"]),
    ("es", &["spanish", "espagnol", "espanol", "spa", "испанский"]),
    ("de", &["german", "deutsch", "ger", "deu"]),
    ("pt", &["portuguese", "portugues", "por"]),
];

/// Normalises a name: lower case, without accents, words joined by `_`.
fn folded(text: &str) -> String {
    let plain = text.trim().nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_lowercase();
    plain.split([' ', '-', '_', '\u{a0}']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// Finds the field intended by an unknown name.
pub(super) fn field<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let plain = folded(name);
    let by_name = || {
        let said = |known: &&str| {
            NAMES.iter().any(|(field, names)| field == known && names.iter().any(|name| folded(name) == plain))
        };
        known.clone().find(said)
    };
    known.clone().find(|known| *known == plain).or_else(by_name).or_else(|| nearest(&plain, known))
}

/// Finds the intended word of a choice.
pub(super) fn word<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    let plain = folded(text);
    words.iter().copied().find(|word| folded(word) == plain).or_else(|| nearest(text, words.iter().copied()))
}

/// Finds the language intended by a text that is not a tag.
#[must_use]
pub fn language(text: &str) -> Option<String> {
    let plain = folded(text);
    if let Some((tag, _)) = LANGUAGES.iter().find(|(_, names)| names.iter().any(|name| folded(name) == plain)) {
        return Some((*tag).to_owned());
    }
    let tag = text.trim().replace('_', "-");
    (tag != text && is_language_tag(&tag)).then_some(tag)
}

/// Finds the intended slug or address.
pub(super) fn text(text: &str, ty: &Type) -> Option<String> {
    match ty {
        Type::Slug => {
            let plain =
                text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).nfc().collect::<String>().to_lowercase();
            let slug = plain.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
            Some(slug.collect::<Vec<_>>().join("-")).filter(|slug| is_slug(slug))
        }
        Type::Url => {
            let bare =
                text.trim().trim_start_matches("http://").trim_start_matches("https://").trim_start_matches("//");
            let is_host = bare.split('/').next().is_some_and(|host| host.contains('.') && !host.contains([' ', '@']));
            is_host.then(|| format!("https://{bare}"))
        }
        _ => None,
    }
}

/// The intended value where a value has the wrong type.
pub(super) struct Meant {
    /// The text to type.
    pub written: String,
    /// The value to continue with; `None` if that would be a guess.
    pub data: Option<Data>,
}

/// Finds the intended value for one of the wrong type.
pub(super) fn value(value: &DeValue<'_>, written: &str, ty: &Type, name: &str, span: &Span) -> Option<Meant> {
    let meant = |written: String, data: Option<Data>| Some(Meant { written: format!("`{name} = {written}`"), data });
    match (ty, value) {
        (Type::List(Type::Table(_)), DeValue::Table(_)) => {
            let form = if written.starts_with('{') {
                format!("`{name} = [{{ … }}]`")
            } else {
                format!("`[[{name}]]`, with two brackets")
            };
            Some(Meant { written: form, data: None })
        }
        (Type::List(Type::Text | Type::Slug | Type::Language | Type::Choice(_) | Type::Url), DeValue::String(text)) => {
            let parts: Vec<&str> =
                text.split([',', ';', '،', '、', '，']).map(str::trim).filter(|part| !part.is_empty()).collect();
            let list = parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(", ");
            let items = parts.iter().map(|part| Data::Text((*part).to_owned()).at(span)).collect();
            meant(format!("[{list}]"), Some(Data::List(items)))
        }
        (Type::List(_), DeValue::Integer(_) | DeValue::Float(_)) => meant(format!("[\"{written}\"]"), None),
        (Type::Text | Type::Line(_) | Type::Path | Type::Slug, DeValue::Array(items)) => match &items[..] {
            [only] => {
                only.get_ref().as_str().and_then(|text| meant(format!("\"{text}\""), Some(Data::Text(text.to_owned()))))
            }
            _ => None,
        },
        (Type::Text | Type::Line(_) | Type::Path | Type::Slug, DeValue::Table(_)) => None,
        (Type::Text | Type::Line(_) | Type::Path | Type::Slug, _) => {
            meant(format!("\"{written}\""), Some(Data::Text(written.to_owned())))
        }
        (Type::Boolean, DeValue::String(text)) => {
            let yes = truth(text.trim())?;
            meant(yes.to_string(), Some(Data::Boolean(yes)))
        }
        (Type::Boolean, DeValue::Integer(number)) => {
            truth(number.as_str()).and_then(|yes| meant(yes.to_string(), Some(Data::Boolean(yes))))
        }
        (Type::Integer, DeValue::String(text)) => {
            let number: i64 = text.trim().parse().ok()?;
            meant(number.to_string(), Some(Data::Integer(number)))
        }
        (Type::Choice(words), DeValue::Boolean(yes)) => {
            // `draft = true` is the notation of other programs.
            let word = words.iter().find(|word| **word == if *yes { "draft" } else { "published" })?;
            meant(format!("\"{word}\""), None)
        }
        (Type::Moment | Type::Instant, DeValue::Integer(_) | DeValue::Float(_)) => {
            let advice = written_date::advice(written, matches!(ty, Type::Instant));
            let [only] = advice.instead.as_slice() else { return meant("2026-11-26".to_owned(), None) };
            meant(only.clone(), None)
        }
        (Type::PerLanguage(_), DeValue::String(text)) => meant(format!("{{ en = \"{text}\", fr = \"…\" }}"), None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{field, language, text, word};
    use crate::spec::Type;

    #[test]
    fn a_field_is_found_by_what_it_was_called() {
        let known = || ["title", "summary", "topics", "press_contacts", "slug"].into_iter();
        for (name, meant) in [
            ("Title", Some("title")),
            ("titel", Some("title")),
            ("заголовок", Some("title")),
            ("sumary", Some("summary")),
            ("Description", Some("summary")),
            ("tags", Some("topics")),
            ("press contacts", Some("press_contacts")),
            ("pressContacts", Some("press_contacts")),
            ("colour", None),
            ("id2", None),
        ] {
            assert_eq!(field(name, known()), meant, "{name}");
        }
    }

    #[test]
    fn a_word_of_a_choice_is_found_however_it_is_written() {
        let words = ["press-release", "joint-statement", "speech"];
        assert_eq!(word("Press Release", &words), Some("press-release"));
        assert_eq!(word("JOINT_STATEMENT", &words), Some("joint-statement"));
        assert_eq!(word("speach", &words), Some("speech"));
        assert_eq!(word("interview", &words), None);
    }

    #[test]
    fn languages_slugs_and_addresses_are_found() {
        assert_eq!(language("english").as_deref(), Some("en"));
        assert_eq!(language("pt_BR").as_deref(), Some("pt-BR"));
        assert_eq!(language("x?"), None);
        assert_eq!(text("Über Uns!", &Type::Slug).as_deref(), Some("uber-uns"));
        assert_eq!(text("http://www.example.org/a", &Type::Url).as_deref(), Some("https://www.example.org/a"));
        assert_eq!(text("www.example.org", &Type::Url).as_deref(), Some("https://www.example.org"));
        assert_eq!(text("somewhere", &Type::Url), None);
    }
}
