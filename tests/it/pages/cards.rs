//! Share cards: what they show, in every script, and that there is none for what is not public.

use std::fs;

use chancery::media::{Anchor, Block, Fonts, Outlined, outline};
use support::{Files, Output, Site, build_by, chancery, portal, repository};

const CARDS: &str = "\n[cards]\nenabled = true\n";

fn with_cards() -> Site {
    Site::minimal().append("site.toml", CARDS)
}

/// The fonts of the theme and of the bundled portal.
fn fonts() -> Fonts {
    let folders = ["themes/portal/fonts", "fonts"].map(|folder| repository().join(folder));
    let mut paths: Vec<_> =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "ttf"));
    paths.sort_by_key(|path| (!path.starts_with(&folders[0]), path.clone()));
    let (fonts, broken) = Fonts::new(paths.iter().map(|path| fs::read(path).unwrap()).collect());
    assert!(paths.len() >= 5 && broken.is_empty(), "{paths:?} {broken:?}");
    fonts
}

fn block(text: &str) -> Block<'_> {
    Block {
        text,
        x: 0.0,
        y: 0.0,
        anchor: Anchor::Start,
        sizes: &[60.0, 50.0, 40.0],
        width: 1000.0,
        height: 300.0,
        lines: 4,
        leading: 1.3,
        bold: true,
        rtl: false,
    }
}

fn drawn(text: &str) -> Outlined {
    outline(&fonts(), &block(text))
}

/// The address of the picture that a page names for those who share it.
fn image(page: &str) -> &str {
    let start = page.find("property=\"og:image\" content=\"").unwrap_or_else(|| panic!("no og:image\n{page}")) + 29;
    &page[start..start + page[start..].find('"').unwrap()]
}

fn card<'a>(output: &'a Output, page: &str) -> &'a [u8] {
    let address = image(output.text(page));
    let path = &address[address.find("/files/").unwrap() + 1..];
    &output.files[path]
}

fn pngs(files: &Files) -> usize {
    files.keys().filter(|path| path.ends_with(".png")).count()
}

#[test]
fn each_statement_has_a_card_in_each_language_and_other_pages_show_the_institution() {
    let output = with_cards().build().sound();
    // Two versions of one statement, and one card for each language.
    assert_eq!(pngs(&output.files), 4);
    let page = output.text("en/press/treaty/index.html");
    for part in [
        "og:image:width\" content=\"1200\"",
        "og:image:height\" content=\"630\"",
        "og:image:alt\" content=\"Treaty signed\"",
        "twitter:card\" content=\"summary_large_image\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(image(page).starts_with("https://www.example.org/files/") && image(page).ends_with("/treaty.png"));
    let size = imagesize::blob_size(card(&output, "en/press/treaty/index.html")).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
    let own = card(&output, "en/press/treaty/index.html");
    let (site, french) = (card(&output, "en/about/index.html"), card(&output, "fr/a-propos/index.html"));
    assert!(own != site && site != french, "each shows something else");
    assert_eq!(card(&output, "en/index.html"), site);
}

#[test]
fn there_are_none_unless_they_are_asked_for() {
    let output = Site::minimal().build().sound();
    assert_eq!(pngs(&output.files), 0);
    assert!(!output.text("en/press/treaty/index.html").contains("og:image"));
}

#[test]
fn arabic_letters_are_joined_and_stand_from_right_to_left() {
    // Between letters that may not join stands a mark without width (U+200C).
    let (joined, apart) = (drawn("سلام"), drawn("س\u{200c}ل\u{200c}ا\u{200c}م"));
    assert_ne!(joined.path, apart.path);
    assert!(joined.width < apart.width * 0.9, "joined letters are narrower: {} {}", joined.width, apart.width);
    // The first word of a line stands at its right: a line with a word after it begins with the same outlines there.
    let fonts = fonts();
    let rtl = |text| outline(&fonts, &Block { rtl: true, x: 1000.0, ..block(text) });
    let (first, both) = (rtl("وزارة"), rtl("وزارة خارجية"));
    assert!(both.path.ends_with(&first.path), "the first word is drawn last, at the right");
    // A number and a Latin name within keep their own order.
    let mixed = rtl("عام 2026 MFA");
    let digits = outline(&fonts, &Block { x: 0.0, ..block("2026") });
    assert!(mixed.width > digits.width && mixed.lines == 1);
}

#[test]
fn a_title_in_two_scripts_is_drawn_with_two_fonts() {
    let fonts = fonts();
    let missing = fonts.missing("Договор Ελλάδα معاهدة 协定 2026 “—”\u{2067}\u{200f} …");
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(fonts.missing("한글 a 𓀀"), ['글', '한', '𓀀']);
    let (mixed, latin) = (drawn("WTO 协定"), drawn("WTO"));
    assert!(mixed.path.starts_with(&latin.path) && mixed.path.len() > latin.path.len());
}

#[test]
fn long_titles_shrink_then_break_then_end_with_an_ellipsis() {
    let short = drawn("Treaty signed");
    assert_eq!((short.lines, short.size), (1, 60.0));
    let longer = drawn("Joint statement of the three states on the observation of the ocean and the sharing of data");
    assert!(longer.lines > 1 && longer.width <= 1000.0, "{longer:?}");
    let long = "Statement on the outcome of the conference on mediation ".repeat(12);
    let cut = drawn(&long);
    assert_eq!((cut.lines, cut.size), (4, 40.0));
    assert!(cut.width <= 1000.0);
    let dots = drawn("…").path;
    let closes = dots.matches('Z').count();
    assert!(cut.path.matches('Z').count() > closes, "{closes}");
    assert!(cut.path.ends_with('Z') && drawn(long.split_at(40).0).lines < 4);
    // One word that is longer than a line, and a text without spaces.
    assert!(drawn(&"Überprüfungskonferenz".repeat(9)).width <= 1000.0);
    let chinese = drawn(&"梅里迪亚与阿尔文签署协定".repeat(3));
    assert!(chinese.lines >= 2 && chinese.width <= 1000.0, "{} {}", chinese.lines, chinese.width);
    assert_eq!(drawn("").path, "");
}

#[test]
fn where_no_font_has_a_character_the_card_shows_the_institution_and_that_is_told() {
    let site = with_cards();
    let text = fs::read_to_string(site.path().join("content/press/treaty.fr.md")).unwrap();
    let output = site.file("content/press/treaty.fr.md", text.replace("Traité signé", "Traité 한국 signé")).build();
    assert_eq!(output.status, 0);
    let faults = output.faults();
    assert!(
        faults.len() == 1 && faults[0].contains("card-without-font") && faults[0].contains("`국` `한`"),
        "{faults:?}"
    );
    assert!(faults[0].contains("treaty.fr.md"), "{faults:?}");
    assert_eq!(card(&output, "fr/presse/treaty/index.html"), card(&output, "fr/a-propos/index.html"));
    assert_ne!(card(&output, "en/press/treaty/index.html"), card(&output, "en/about/index.html"));
}

#[test]
fn a_folder_of_fonts_adds_a_script() {
    let title = |site: Site| {
        let text = fs::read_to_string(site.path().join("content/press/treaty.fr.md")).unwrap();
        site.file("content/press/treaty.fr.md", text.replace("Traité signé", "协定"))
    };
    let font = fs::read(repository().join("fonts/NotoSansSC-Bold.ttf")).unwrap();
    let plain = title(with_cards()).build();
    assert_eq!(plain.faults().len(), 1);
    let site = title(Site::minimal().append("site.toml", &format!("{CARDS}fonts = [\"fonts\"]\n")));
    let output = site.file("fonts/sc.ttf", font).build().sound();
    assert_ne!(card(&output, "fr/presse/treaty/index.html"), card(&output, "fr/a-propos/index.html"));
    let broken = with_cards().append("site.toml", "fonts = [\"fonts\"]\n").file("fonts/x.ttf", "no font").build();
    assert!(broken.status == 0 && broken.faults()[0].contains("unreadable-font"), "{:?}", broken.faults());
    let elsewhere = with_cards().append("site.toml", "fonts = [\"../fonts\"]\n").build();
    assert!(elsewhere.status == 1 && elsewhere.faults()[0].contains("bad-value"), "{:?}", elsewhere.faults());
}

#[test]
fn a_withdrawal_reaches_the_card() {
    let site = with_cards();
    let before = site.build().sound();
    let text = fs::read_to_string(site.path().join("content/press/treaty.en.md")).unwrap();
    let withdrawn =
        text.replace("topics =", "state = \"withdrawn\"\nwithdrawn_on = 2026-11-10\nreason = \"Wrong.\"\ntopics =");
    let after = site.file("content/press/treaty.en.md", withdrawn).build().sound();
    let page = "en/press/treaty/index.html";
    assert_ne!(image(before.text(page)), image(after.text(page)), "social networks look at it again");
    assert_ne!(card(&before, page), card(&after, page));
}

#[test]
fn a_card_is_drawn_again_for_what_it_shows_alone() {
    let site = with_cards();
    drop(site.build().sound());
    let path = "content/press/treaty.en.md";
    let text = fs::read_to_string(site.path().join(path)).unwrap();
    let address = image(site.build().sound().text("en/press/treaty/index.html")).to_owned();
    let file = address.strip_prefix("https://www.example.org/").unwrap();
    let summary = site.file(path, text.replace("Two states sign.", "Two states have signed."));
    let kept = summary.build_with(&["--explain", file]);
    assert!(kept.stderr.contains("was not rendered: "), "{}", kept.stderr);
    assert_eq!(image(kept.text("en/press/treaty/index.html")), address);
    let title = summary.file(path, text.replace("Treaty signed", "Treaty agreed")).build().sound();
    assert_ne!(image(title.text("en/press/treaty/index.html")), address);
    assert!(!title.files.contains_key(file), "the old card is gone");
}

#[test]
fn the_same_bytes_by_one_thread_and_by_many_and_from_the_cache() {
    let site = with_cards();
    let build = |threads: &str, more: &[&str]| {
        let _ = fs::remove_dir_all(site.out());
        build_by(chancery().env("RAYON_NUM_THREADS", threads), &site.path(), &site.out(), support::NOW, more)
            .sound()
            .files
    };
    let one = build("1", &["--no-cache"]);
    assert_eq!(build("4", &[]), one);
    assert_eq!(build("2", &[]), one, "from the shelf");
}

#[test]
fn the_portal_has_a_card_with_its_title_for_every_statement_in_six_languages() {
    let (output, _) = portal();
    assert!(!output.stderr.contains("card-without-font"), "{}", output.stderr);
    let mut seen = 0;
    for (path, bytes) in output.files.iter().filter(|(path, _)| path.ends_with("/index.html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        if page.contains("property=\"og:type\" content=\"article\"") {
            assert!(image(page).contains("/files/") && image(page).ends_with(".png"), "{path}");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
    let home = output.text("ar/index.html");
    assert!(image(home).ends_with("/card.png"));
}
