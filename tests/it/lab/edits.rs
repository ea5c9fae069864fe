//! Edits of the full site, as editors, translators and a web team make them, each with a bound on what may be rendered
//! again because of it.
//!
//! The bound is a statement about what people see, not about how the engine works: beside the files whose bytes really
//! differ afterwards, only those may be rendered that show something of the *sort* that was edited. So a page of a
//! document is never rendered again for the text of another, and nothing at all for a file that was only touched.

use super::Lab;
use super::full_site::{SCHEMA, STATEMENTS, png};

/// A small generator with a seed (`SplitMix64`), so that each chain of edits can be had again.
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    /// Returns one of several things.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What may be rendered again beside what differs: outputs by their paths.
pub enum May {
    /// Nothing.
    Nothing,
    /// One's own pages, in all languages, by a part of their address; lists, feeds and what counts documents.
    PagesAnd(&'static [&'static str], &'static [Sort]),
    /// Every page and feed, or whatever else shows it.
    Sorts(&'static [Sort]),
    /// Everything: what is edited stands behind all.
    All,
}

/// Sorts of outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The page of a document.
    Document,
    /// Home, lists, topics, the site's own pages, choosers, "not found", old addresses.
    Page,
    /// A feed.
    Feed,
    /// `sitemap.xml`, robots.txt.
    Map,
    /// `_redirects` and the like.
    Host,
    /// Data of registers.
    Data,
    /// Files that are copied: assets, static files, pictures, attachments.
    File,
}

/// The parts of the addresses of documents; lists stand above them.
const DOCUMENTS: [&str; 26] = [
    "/privacy/",
    "/about/",
    "/a-propos/",
    "/contact/",
    "/m1/",
    "/m2/",
    "/m3/",
    "/m4/",
    "/m5/",
    "/m6/",
    "/m7/",
    "/m8/",
    "/later/",
    "/a1/",
    "/faq/visa/",
    "/fees/",
    "/soon/",
    "/until/",
    "/many/",
    "/first/",
    "/second/",
    "/third/",
    "/travel/visa/",
    "/gifts/",
    "/new-",
    "/moved-",
];

/// Tells whether a picture is a share card: versions of pictures end in their width.
fn is_card(path: &str) -> bool {
    let stem = path.strip_suffix(".png").unwrap_or("-0");
    !stem.rsplit_once('-').is_some_and(|(_, width)| width.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Sort {
    /// Tells which sort an output is of.
    pub fn of(path: &str) -> Self {
        match path {
            "_headers" | "_redirects" | "nginx.conf" | "apache.conf" | "caddy.conf" => Self::Host,
            "robots.txt" | "sitemap.xml" => Self::Map,
            path if path.ends_with("/sitemap.xml") => Self::Map,
            path if path.ends_with("/feed.xml") || path.ends_with("/atom.xml") || path.ends_with("/feed.json") => {
                Self::Feed
            }
            path if path.ends_with("/data.csv") || path.ends_with("/data.json") => Self::Data,
            path if path.ends_with(".png") && is_card(path) => Self::Document,
            path if !path.ends_with(".html") => Self::File,
            path if DOCUMENTS.iter().any(|part| path.contains(part)) => Self::Document,
            _ => Self::Page,
        }
    }
}

impl May {
    /// Tells whether an output may be rendered again although its bytes are as they were.
    pub fn be_rendered(&self, path: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::PagesAnd(parts, sorts) => {
                // The share card of a document bears the name of its page.
                let card = |part: &&str| path.ends_with(&format!("{}.png", part.trim_end_matches('/')));
                parts.iter().any(|part| path.contains(part) || card(part)) || sorts.contains(&Sort::of(path))
            }
            Self::Sorts(sorts) => sorts.contains(&Sort::of(path)),
            Self::All => true,
        }
    }
}

use Sort::*;

/// What shows something of a document that is not its page.
const LISTS: &[Sort] = &[Page, Feed];
/// What shows a setting: everything that is made of a template, and feeds.
const SHOWN: &[Sort] = &[Document, Page, Feed];
/// What may change where a document comes, goes or moves; pages of its section show what stands before and after.
const STRUCTURE: &[Sort] = &[Page, Feed, Map, Host, Data];

/// An edit: its name, and how it is made; the number makes each one new.
pub struct Edit(pub &'static str, pub fn(&mut Lab, &mut Dice, usize) -> May);

/// Edits after which the site is sound, in whatever order they come.
pub const EDITS: &[Edit] = &[
    Edit("touch a file", |lab, dice, _| {
        let path = dice.of(&["content/about.en.md", "site.toml", "content/guide/map.png", "static/emblem.svg"]);
        let bytes = std::fs::read(lab.site().join(path)).unwrap();
        lab.write(path, bytes);
        May::Nothing
    }),
    Edit("nothing", |_, _, _| May::Nothing),
    Edit("body of a source", |lab, dice, n| {
        let (path, part) = dice.of(&[
            ("content/about.en.md", &["/about/", "/a-propos/"][..]),
            ("content/press/m3.en.md", &["/m3/"]),
            ("content/guide/first.en.md", &["/first/"]),
            ("content/faq/fees.en.md", &["/fees/"]),
        ]);
        lab.append(path, &format!("\nA line more: {n}.\n"));
        May::PagesAnd(part, &[Feed])
    }),
    Edit("body of a translation", |lab, dice, n| {
        let (path, part) = dice.of(&[
            ("content/about.fr.md", &["/a-propos/"][..]),
            ("content/press/m3.fr.md", &["/m3/"]),
            ("content/press/m7.ar.md", &["/m7/"]),
        ]);
        lab.append(path, &format!("\nUne ligne de plus : {n}.\n"));
        May::PagesAnd(part, &[Feed])
    }),
    Edit("body of a section", |lab, dice, n| {
        lab.append(dice.of(&["content/press/_section.en.md", "content/_section.fr.md"]), &format!("\nWords {n}.\n"));
        May::Sorts(&[Page])
    }),
    Edit("words of a section", |lab, _, n| {
        let slug = ["presse", "communiques"][n % 2];
        lab.write(
            "content/press/_section.fr.md",
            format!("+++\ntitle = \"Presse {n}\"\nslug = \"{slug}\"\nsummary = \"Résumé {n}.\"\n+++\n"),
        );
        May::Sorts(&[Document, Page, Feed, Map, Host])
    }),
    Edit("title and summary of a statement", |lab, dice, n| {
        let (stem, part) = dice.of(&[("m2", &["/m2/"][..]), ("m6", &["/m6/", "/m5/"]), ("m8", &["/m8/"])]);
        let path = format!("content/press/{stem}.en.md");
        set_field(lab, &path, "title", &format!("\"Title {n}\""));
        set_field(lab, &path, "summary", &format!("\"Summary {n}.\""));
        May::PagesAnd(part, LISTS)
    }),
    Edit("title of a page", |lab, dice, n| {
        let path = dice.of(&["content/guide/second.en.md", "content/guide/second.fr.md", "content/contact.en.md"]);
        set_field(lab, path, "title", &format!("\"Named {n}\""));
        // Menus are on every page; the order among equals is by title.
        May::PagesAnd(&["/guide/", "/contact/"], LISTS)
    }),
    Edit("front matter of a translation", |lab, _, n| {
        set_field(
            lab,
            "content/press/m2.fr.md",
            "speaker",
            &format!("{{ name = \"A. B.\", role = \"Ministre {n}\" }}"),
        );
        May::PagesAnd(&["/m2/"], &[Feed])
    }),
    Edit("date of a statement", |lab, dice, n| {
        let stem = STATEMENTS[dice.below(4)];
        set_field(
            lab,
            &format!("content/press/{stem}.en.md"),
            "date",
            &format!("2026-0{}-{:02}", 1 + n % 9, 1 + n % 28),
        );
        May::PagesAnd(stem_part(stem), STRUCTURE)
    }),
    Edit("last change of a statement", |lab, _, n| {
        set_field(lab, "content/press/m3.en.md", "updated", &format!("2026-04-{:02}", 1 + n % 28));
        May::PagesAnd(&["/m3/"], &[Feed, Map, Page])
    }),
    Edit("topics", |lab, dice, n| {
        let topics = ["[]", "[\"trade\"]", "[\"consular\"]", "[\"trade\", \"consular\"]"][n % 4];
        let (path, part) =
            dice.of(&[("content/press/m1.en.md", &["/m1/"][..]), ("content/faq/many.en.md", &["/many/"])]);
        set_field(lab, path, "topics", topics);
        May::PagesAnd(part, STRUCTURE)
    }),
    Edit("relations", |lab, dice, n| {
        let related = dice.of(&["[\"M/2026/001\"]", "[\"faq/fees\", \"M/2026/003\"]", "[]"]);
        let path = ["content/about.en.md", "content/guide/third.en.md"][n % 2];
        set_field(lab, path, "related", related);
        May::PagesAnd(&["/about/", "/a-propos/", "/third/"], &[Page])
    }),
    Edit("change notes", |lab, _, n| {
        set_field(
            lab,
            "content/guide/third.en.md",
            "change_notes",
            &format!("[{{ date = 2026-11-02, note = \"Note {n}.\" }}]"),
        );
        // A note that is not minor moves `lastmod`.
        May::PagesAnd(&["/third/"], &[Page, Map])
    }),
    Edit("withdraw and restore", |lab, dice, n| {
        let stem = dice.of(&["m2", "m8"]);
        let state = ["\"withdrawn\"", "\"published\""][n % 2];
        set_field(lab, &format!("content/press/{stem}.en.md"), "reason", "\"It was wrong.\"");
        set_field(lab, &format!("content/press/{stem}.en.md"), "withdrawn_on", ["2026-11-20", ""][n % 2]);
        set_field(lab, &format!("content/press/{stem}.en.md"), "state", state);
        May::PagesAnd(stem_part(stem), STRUCTURE)
    }),
    Edit("hide and show", |lab, dice, n| {
        let (path, part, shown) = dice.of(&[
            ("content/faq/many.en.md", &["/many/"][..], "\"public\""),
            ("content/guide/third.en.md", &["/third/"], "\"published\""),
        ]);
        set_field(lab, path, "reason", "\"It was wrong.\"");
        set_field(lab, path, "withdrawn_on", ["2026-11-20", "2026-11-20", "2026-11-20", ""][n % 4]);
        set_field(lab, path, "state", ["\"draft\"", "\"gone\"", "\"withdrawn\"", shown][n % 4]);
        May::PagesAnd(part, STRUCTURE)
    }),
    Edit("order of pages", |lab, _, n| {
        set_field(lab, "content/guide/third.en.md", "order", &(n % 4).to_string());
        May::PagesAnd(&["/guide/"], STRUCTURE)
    }),
    Edit("slug and alias", |lab, _, n| {
        set_field(lab, "content/guide/second.fr.md", "slug", &format!("\"new-{n}\""));
        set_field(lab, "content/guide/second.fr.md", "aliases", &format!("[\"/fr/old-{}/\"]", n.wrapping_sub(1)));
        May::PagesAnd(&["/guide/"], STRUCTURE)
    }),
    Edit("a new statement", |lab, dice, n| {
        let day = 1 + dice.below(28);
        lab.write(
            &format!("content/press/new-{n}.en.md"),
            format!(
                "+++\ntitle = \"New {n}\"\nsummary = \"New.\"\nsubtype = \"press-release\"\nreference = \"M/2026/1{n:03}\"\n\
                 date = 2026-10-{day:02}\ntopics = [\"trade\"]\n+++\n\nNew.\n"
            ),
        );
        May::Sorts(STRUCTURE)
    }),
    Edit("a new page in two languages", |lab, _, n| {
        lab.write(
            &format!("content/guide/new-{n}.en.md"),
            format!("+++\ntitle = \"New {n}\"\norder = {}\n+++\n\nNew.\n", n % 5),
        );
        lab.write(&format!("content/guide/new-{n}.fr.md"), format!("+++\ntitle = \"Neuf {n}\"\n+++\n\nNeuf.\n"));
        May::PagesAnd(&["/guide/"], STRUCTURE)
    }),
    Edit("the document that a template waits for", |lab, _, _| {
        if lab.has("content/guide/wanted.en.md") {
            lab.remove("content/guide/wanted.en.md");
        } else {
            lab.write("content/guide/wanted.en.md", "+++\ntitle = \"Wanted\"\norder = 3\n+++\n\nHere.\n");
        }
        May::PagesAnd(&["/guide/"], STRUCTURE)
    }),
    Edit("a translation comes or goes", |lab, dice, n| {
        let (path, part) = dice.of(&[("content/press/m8.fr.md", &["/m8/"][..]), ("content/press/m1.fr.md", &["/m1/"])]);
        if lab.has(path) {
            lab.remove(path);
        } else {
            lab.write(path, format!("+++\ntitle = \"Traduit {n}\"\nsummary = \"Résumé.\"\n+++\n\nTexte.\n"));
        }
        May::PagesAnd(part, STRUCTURE)
    }),
    Edit("a document goes", |lab, dice, _| {
        let path = dice.of(&[
            "content/press/m7.ar.md",
            "content/faq/spare.en.md",
            "content/press/archive/a1.en.md",
            "content/guide/draft.en.md",
        ]);
        if lab.has(path) {
            lab.remove(path);
        }
        May::PagesAnd(&["/m7/"], STRUCTURE)
    }),
    Edit("a file gets another name", |lab, _, n| {
        let names = ["content/faq/many.en.md", "content/faq/moved-many.en.md"];
        let from = usize::from(!lab.has(names[0]));
        let _ = n;
        lab.rename(names[from], names[1 - from]);
        May::Sorts(STRUCTURE)
    }),
    Edit("a page becomes a bundle", |lab, _, _| {
        let names = ["content/press/m8.en.md", "content/press/m8/index.en.md"];
        let from = usize::from(!lab.has(names[0]));
        // All languages live in one place.
        if !lab.has("content/press/m8.fr.md") {
            let text = lab.read(names[from]);
            lab.remove(names[from]);
            lab.write(names[1 - from], text);
        }
        May::PagesAnd(&["/m8/"], STRUCTURE)
    }),
    Edit("a section within a section", |lab, _, n| {
        let path = "content/press/extra/_section.en.md";
        if lab.has(path) {
            lab.remove(path);
        } else {
            lab.write(path, format!("+++\ntitle = \"Extra {n}\"\n+++\n"));
        }
        May::Sorts(STRUCTURE)
    }),
    Edit("a picture", |lab, dice, n| {
        let (path, part) = dice
            .of(&[("content/guide/map.png", &["/about/", "/first/"][..]), ("content/press/m5/lead.png", &["/m5/"])]);
        lab.write(path, png(1 + (n % 60) as u32, 7));
        May::PagesAnd(part, &[File, Feed])
    }),
    Edit("an attachment", |lab, _, n| {
        lab.write("content/press/m5/annex.txt", format!("The annex {n}.\n"));
        May::PagesAnd(&["/m5/"], &[File])
    }),
    Edit("a data file in a text", |lab, _, n| {
        lab.write("content/guide/rates.csv", format!("year,rate\n2025,{n}.5\n"));
        May::PagesAnd(&["/second/"], &[File])
    }),
    Edit("records of a register", |lab, _, n| {
        lab.write("content/registers/gifts/data.csv", format!("id,value,who\nG1,{n},Consul\n"));
        May::PagesAnd(&["/gifts/"], &[Data])
    }),
    Edit("schema of a register", |lab, _, n| {
        lab.write("content/registers/gifts/schema.json", SCHEMA.replace("\"Value\"", &format!("\"Value {n}\"")));
        May::PagesAnd(&["/gifts/"], &[Data])
    }),
    Edit("a template", |lab, _, n| {
        lab.append("overrides/templates/statement.html", &format!("{{# {n} #}}\n"));
        May::PagesAnd(
            &["/m1/", "/m2/", "/m3/", "/m4/", "/m5/", "/m6/", "/m7/", "/m8/", "/later/", "/a1/", "/new-"],
            &[],
        )
    }),
    Edit("a part of templates", |lab, _, n| {
        let before = lab.read("overrides/templates/parts/topics.html");
        let line =
            before.lines().find(|line| line.starts_with("<!--")).map_or(String::new(), |line| format!("{line}\n"));
        let rest = before.replacen(&line, "", 1);
        lab.write("overrides/templates/parts/topics.html", format!("<!-- {n} -->\n{rest}"));
        May::Sorts(&[Document])
    }),
    Edit("a component", |lab, _, n| {
        let before = lab.read("overrides/templates/components/card.html");
        let start = before.find("card-facts own").unwrap();
        let end = start + before[start..].find('"').unwrap();
        lab.write(
            "overrides/templates/components/card.html",
            format!("{}card-facts own-{n}{}", &before[..start], &before[end..]),
        );
        May::Sorts(&[Document, Page])
    }),
    Edit("an override comes or goes", |lab, _, _| {
        let path = "overrides/templates/faq.html";
        if lab.has(path) {
            lab.remove(path);
        } else {
            lab.write(
                path,
                "{% extends \"document.html\" %}\n{% block after_body %}<p>Own.</p>{% endblock after_body %}\n",
            );
        }
        May::PagesAnd(&["/visa/", "/fees/", "/soon/", "/until/", "/many/", "/moved-many/"], &[])
    }),
    Edit("a string", |lab, dice, n| {
        let (path, id) =
            dice.of(&[("overrides/strings/en.ftl", "topics"), ("overrides/strings/fr.ftl", "published-on")]);
        lab.write(path, format!("home = Start {}\n{id} = Words {n}\n", n % 2));
        May::Sorts(SHOWN)
    }),
    Edit("an asset", |lab, _, n| {
        lab.write("overrides/assets/portal.css", format!("body {{ margin: {n}px }}\n"));
        May::Sorts(&[Document, Page, File])
    }),
    Edit("a static file", |lab, _, n| {
        lab.write("static/docs/rules.txt", format!("The rules {n}.\n"));
        May::Sorts(&[File])
    }),
    Edit("an icon comes or goes", |lab, _, _| {
        if lab.has("static/favicon.svg") {
            lab.remove("static/favicon.svg");
        } else {
            lab.write("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        }
        May::Sorts(&[Document, Page, File])
    }),
    Edit("redirects", |lab, _, n| {
        let text = format!(
            "old,new,status\n/old-about/,/en/{},301\n/never/,,410\n/was-{n}/,/en/faq/,302\n",
            ["about/", "press/"][n % 2]
        );
        lab.write("redirects.csv", text);
        May::Sorts(&[Host, Page])
    }),
    Edit("setting: base URL", |lab, _, n| {
        set_line(lab, "base_url", &format!("\"https://www.example.org/{}\"", ["", "portal/", "site/"][n % 3]));
        May::All
    }),
    Edit("base URL on the command line", |lab, _, n| {
        lab.base_url = (n % 2 == 1).then(|| "https://preview.example/".to_owned());
        May::All
    }),
    Edit("setting: timezone", |lab, dice, _| {
        set_line(lab, "timezone", dice.of(&["\"Europe/Lisbon\"", "\"Europe/Paris\"", "\"Asia/Tokyo\""]));
        May::All
    }),
    Edit("setting: institution", |lab, _, n| {
        set_line(lab, "name = { en = \"Ministry", &format!("{n}\", fr = \"Ministère\", ar = \"الوزارة\" }}"));
        May::All
    }),
    Edit("setting: licence", |lab, _, n| {
        set_line(lab, "name = \"CC", &format!("BY {n}\""));
        May::Sorts(&[Document, Page, Feed, Data])
    }),
    Edit("setting: menus", |lab, dice, _| {
        set_line(
            lab,
            "main",
            dice.of(&[
                "[\"press\", \"faq\", \"about\"]",
                "[\"guide\", \"press\"]",
                "[\"press\", \"faq\", \"guide\", \"registers\", \"about\"]",
            ]),
        );
        May::Sorts(&[Document, Page])
    }),
    Edit("setting: feeds", |lab, _, n| {
        set_line(lab, "items", &(2 + n % 6).to_string());
        May::Sorts(&[Document, Page, Feed, Host])
    }),
    Edit("setting: formats of feeds", |lab, _, n| {
        let formats = ["[\"rss\", \"atom\", \"json\"]", "[\"atom\"]"][n % 2];
        set_line(lab, "items", &format!("5\nformats = {formats}"));
        let text = lab.read("site.toml");
        let mut seen = false;
        let lines = text.lines().filter(|line| !line.starts_with("formats") || !std::mem::replace(&mut seen, true));
        lab.write("site.toml", lines.collect::<Vec<_>>().join("\n") + "\n");
        May::Sorts(&[Document, Page, Feed, Host])
    }),
    Edit("setting: parameters of the theme", |lab, _, n| {
        set_line(lab, "emblem", &format!("\"/emblem.svg?{n}\""));
        May::Sorts(&[Document, Page])
    }),
    Edit("setting: security.txt", |lab, dice, n| {
        set_line(lab, "expires = 20", &format!("27-{:02}-01T00:00:00Z", 6 + n % 4));
        let _ = dice;
        May::Nothing
    }),
    Edit("setting: hosts", |lab, _, n| {
        set_line(
            lab,
            "hosts",
            &format!(
                "[{{ directive = \"img-src\", host = \"https://maps{n}.example\", reason = {{ en = \"Maps\", fr = \"Cartes\", ar = \"خرائط\" }} }}]"
            ),
        );
        May::Sorts(&[Document, Page, Host])
    }),
    Edit("setting: contacts", |lab, _, n| {
        set_line(lab, "email", &format!("\"press{n}@example.org\""));
        May::PagesAnd(&["/about/", "/a-propos/", "/contact/", "/m3/"], &[Page])
    }),
    Edit("setting: sections", |lab, dice, _| {
        set_line(lab, "page_size", dice.of(&["2", "3", "4", "20"]));
        May::Sorts(SHOWN)
    }),
    Edit("setting: topics", |lab, _, n| {
        set_line(lab, "name = { en = \"Trade", &format!("{n}\", fr = \"Commerce\", ar = \"التجارة\" }}"));
        May::Sorts(&[Document, Page, Feed, Map, Host])
    }),
    Edit("setting: where topics stand", |lab, _, n| {
        set_line(lab, "fr = \"", ["themes\"", "sujets\""][n % 2]);
        May::Sorts(&[Document, Page, Feed, Map, Host])
    }),
    Edit("setting: notices", |lab, _, n| {
        set_line(lab, "text = { en = \"Closed", &format!("{n}\", fr = \"Fermé.\", ar = \"مغلق.\" }}"));
        May::Sorts(&[Document, Page])
    }),
    Edit("setting: minify", |lab, dice, _| {
        let how = dice.of(&["\"templates\"", "\"full\"", "\"off\""]);
        let text = lab.read("site.toml");
        let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with("minify")).collect();
        lab.write("site.toml", format!("minify = {how}\n{}\n", rest.join("\n")));
        May::All
    }),
    Edit("setting: languages", |lab, dice, _| {
        let orders = [
            "\"en\", \"fr\", \"ar\"",
            "\"es\", \"fr\", \"en\", \"ar\"",
            "\"en\", \"fr\", \"ar\", \"es\"",
            "\"ar\", \"en\", \"fr\"",
        ];
        set_line(lab, "order", &format!("[{}]", dice.of(&orders)));
        May::All
    }),
    Edit("setting: numerals", |lab, dice, _| {
        let how = dice.of(&["[\"en\"]", "[\"en\"]\nnumbering = { ar = \"latn\" }"]);
        let text = lab.read("site.toml");
        let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with("numbering")).collect();
        lab.write("site.toml", rest.join("\n") + "\n");
        set_line(lab, "required", how);
        May::All
    }),
    Edit("the clock goes on a little", |lab, _, _| {
        // Nothing is due within a second, unless by chance it is: then it shows.
        lab.now += jiff::SignedDuration::from_secs(1);
        May::Nothing
    }),
    Edit("the clock goes on for days", |lab, dice, _| {
        lab.now += jiff::SignedDuration::from_hours(24 * (1 + dice.below(6) as i64));
        May::PagesAnd(&["/later/", "/soon/", "/until/"], STRUCTURE)
    }),
    Edit("the clock goes back", |lab, _, _| {
        lab.now = support::NOW.parse().unwrap();
        May::PagesAnd(&["/later/", "/soon/", "/until/"], STRUCTURE)
    }),
];

/// What it is called, what breaks the site, and what mends it.
pub type Break = (&'static str, fn(&Lab), fn(&Lab));

/// Edits that break the site, each with the one that mends it.
pub const BREAKS: &[Break] = &[
    (
        "a broken link",
        |lab| lab.append("content/faq/fees.en.md", "\n[x](nowhere.en.md)\n"),
        |lab| {
            lab.replace("content/faq/fees.en.md", "\n[x](nowhere.en.md)\n", "");
        },
    ),
    (
        "front matter that is none",
        |lab| lab.replace("content/guide/first.en.md", "title = ", "title == "),
        |lab| {
            lab.replace("content/guide/first.en.md", "title == ", "title = ");
        },
    ),
    (
        "a template that is none",
        |lab| lab.append("overrides/templates/statement.html", "{% if %}"),
        |lab| {
            lab.replace("overrides/templates/statement.html", "{% if %}", "");
        },
    ),
    (
        "a template that fails",
        |lab| lab.replace("overrides/templates/404.html", "<h1>", "<h1>{{ unknown }}"),
        |lab| {
            lab.replace("overrides/templates/404.html", "<h1>{{ unknown }}", "<h1>");
        },
    ),
    (
        "records that don't fit",
        |lab| lab.append("content/registers/gifts/data.csv", "G9,many,Consul\n"),
        |lab| {
            lab.replace("content/registers/gifts/data.csv", "G9,many,Consul\n", "");
        },
    ),
    (
        "data that is none",
        |lab| lab.append("content/guide/rates.csv", "1,2,3\n"),
        |lab| {
            lab.replace("content/guide/rates.csv", "1,2,3\n", "");
        },
    ),
    (
        "settings that are none",
        |lab| lab.append("site.toml", "\nunknown = 1\n"),
        |lab| {
            lab.replace("site.toml", "\nunknown = 1\n", "");
        },
    ),
    (
        "an address that is taken",
        |lab| lab.write("static/en/about/index.html", "x"),
        |lab| {
            lab.remove("static/en/about/index.html");
            let _ = std::fs::remove_dir(lab.site().join("static/en"));
        },
    ),
];

/// Sets a field of front matter, wherever its line stands.
pub fn set_field(lab: &Lab, path: &str, field: &str, value: &str) {
    // It may be elsewhere or gone by an edit before.
    let stem = path.trim_start_matches("content/press/").trim_end_matches(".en.md");
    let bundle = format!("content/press/{stem}/index.en.md");
    let path = if lab.has(path) { path.to_owned() } else { bundle };
    if !lab.has(&path) {
        return;
    }
    let text = lab.read(&path);
    let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with(&format!("{field} = "))).collect();
    let text = rest.join("\n") + "\n";
    // Without a value the field goes.
    let line = if value.is_empty() { String::new() } else { format!("{field} = {value}\n") };
    lab.write(&path, text.replacen("+++\n", &format!("+++\n{line}"), 1));
}

/// Replaces what follows on the first line of site.toml that begins so.
pub fn set_line(lab: &Lab, start: &str, value: &str) {
    let text = lab.read("site.toml");
    let mut done = false;
    let lines = text.lines().map(|line| {
        if done || !line.starts_with(start) {
            return line.to_owned();
        }
        done = true;
        let is_name = line[start.len()..].starts_with(" = ");
        format!("{start}{}{value}", if is_name { " = " } else { "" })
    });
    let text: Vec<String> = lines.collect();
    assert!(done, "no line of site.toml begins with `{start}`");
    lab.write("site.toml", spoken(&text.join("\n")) + "\n");
}

/// Says everything in Spanish too where that is a language of the site, and not where it is none.
fn spoken(site: &str) -> String {
    const WORD: &str = "es = \"X\", ";
    let speaks = site.lines().any(|line| line.starts_with("order = ") && line.contains("\"es\""));
    let lines = site.lines().map(|line| {
        let line = line.replace(WORD, "");
        if speaks && line.contains("en = \"") { line.replace("fr = \"", &format!("{WORD}fr = \"")) } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn stem_part(stem: &str) -> &'static [&'static str] {
    match stem {
        "m1" => &["/m1/"],
        "m2" => &["/m2/"],
        "m3" => &["/m3/"],
        "m4" => &["/m4/"],
        _ => &["/m8/"],
    }
}
