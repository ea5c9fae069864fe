//! Random small sites: every kind, state and field of time, in two languages.
//!
//! Each text bears a token of its own in each field (`zq3entitle`), so that every byte can be searched for it.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;

/// Half days: an even one is a date alone, an odd one half past ten on that day.
pub type Tick = u8;
/// How many ticks there are.
pub const TICKS: Tick = 16;

/// The day of a tick: the first days are in summer time, the last in winter time.
pub fn day(tick: Tick) -> Date {
    date(2026, 10, 20) + i64::from(tick / 2).days()
}

fn moment(tick: Tick) -> String {
    if tick % 2 == 0 { day(tick).to_string() } else { format!("{}T10:30:00", day(tick)) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Page,
    Guide,
    Statement,
    Faq,
    Register,
}

impl Kind {
    pub fn folder(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Guide => "guide/",
            Self::Statement => "press/",
            Self::Faq => "faq/",
            Self::Register => "registers/",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Public,
    Draft,
    Reserve,
    Withdrawn,
    Gone,
    Retired,
}

/// In which languages a text is, and which file is the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    English,
    French,
    Both,
    /// The French file says `source = true`.
    FromFrench,
    /// Two files of different names with the same `id`.
    ById,
}

/// What a text may have in common with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    None,
    Slug(u8),
    Reference,
    Alias(u8),
    UnknownTopic,
    UnknownContact,
    BrokenPicture,
}

#[derive(Clone, Debug)]
pub struct Text {
    pub kind: Kind,
    pub tongue: Tongue,
    pub state: State,
    pub date: Option<Tick>,
    pub embargo: Option<Tick>,
    pub valid_from: Option<Tick>,
    pub valid_days: Option<Tick>,
    pub updated: Option<Tick>,
    pub withdrawn_on: Tick,
    pub review_by: Option<Tick>,
    /// When, and whether it is minor.
    pub note: Option<(Tick, bool)>,
    /// How much longer the translation is held back.
    pub longer: Option<Tick>,
    pub draft_translation: bool,
    pub reason: bool,
    pub plain: bool,
    pub topics: u8,
    pub related: Option<prop::sample::Index>,
    pub corrects: Option<prop::sample::Index>,
    pub link: Option<prop::sample::Index>,
    pub alias: bool,
    /// Whether it may name what is not public, or clash with others.
    pub is_risky: bool,
    pub clash: Clash,
}

#[derive(Clone, Copy, Debug)]
pub struct Notice {
    pub start: Tick,
    pub length: Tick,
}

/// A row of redirects.csv or a file of static/.
#[derive(Clone, Copy, Debug)]
pub enum Extra {
    /// To a text's address.
    Redirect(prop::sample::Index),
    /// To a list of a topic.
    RedirectToTopic(u8),
    /// From a text's address.
    RedirectAt(prop::sample::Index),
    Removed,
    File,
    /// At a text's address.
    FileAt(prop::sample::Index),
}

#[derive(Clone, Debug)]
pub struct RandomSite {
    pub zone: &'static str,
    pub page_size: u8,
    pub texts: Vec<Text>,
    pub notices: Vec<Notice>,
    pub extras: Vec<Extra>,
}

pub const LANGS: [&str; 2] = ["en", "fr"];

fn rarely<T: std::fmt::Debug + Clone>(
    strategy: impl Strategy<Value = T>,
    of_ten: u32,
) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(f64::from(of_ten) / 10.0, strategy)
}

fn text() -> impl Strategy<Value = Text> {
    use prop::sample::Index;
    let kind = prop_oneof![
        3 => Just(Kind::Statement), 3 => Just(Kind::Faq), 2 => Just(Kind::Page), 1 => Just(Kind::Guide), 1 => Just(Kind::Register)
    ];
    let tongue = prop_oneof![
        4 => Just(Tongue::Both), 2 => Just(Tongue::English), 1 => Just(Tongue::French), 1 => Just(Tongue::FromFrench),
        1 => Just(Tongue::ById)
    ];
    let state = prop_oneof![
        8 => Just(State::Public), 1 => Just(State::Draft), 1 => Just(State::Reserve), 2 => Just(State::Withdrawn),
        1 => Just(State::Gone), 1 => Just(State::Retired)
    ];
    let clash = prop_oneof![
        4 => Just(Clash::None), 2 => (0..2_u8).prop_map(Clash::Slug), 1 => Just(Clash::Reference),
        1 => (0..2_u8).prop_map(Clash::Alias), 1 => Just(Clash::UnknownTopic), 1 => Just(Clash::UnknownContact),
        1 => Just(Clash::BrokenPicture)
    ];
    let what = (kind, tongue, state, clash);
    let times = (
        rarely(0..TICKS, 4),
        rarely(0..TICKS, 3),
        rarely(0..TICKS, 2),
        rarely(0..6_u8, 3),
        rarely(0..TICKS, 3),
        0..TICKS,
        rarely(0..TICKS, 2),
        rarely((0..TICKS, any::<bool>()), 3),
        rarely(0..4_u8, 2),
    );
    let rest = (
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.3),
        0..4_u8,
        rarely(any::<Index>(), 2),
        rarely(any::<Index>(), 2),
        rarely(any::<Index>(), 1),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.12),
    );
    (what, times, rest).prop_map(|(what, times, rest)| {
        let (kind, tongue, state, clash) = what;
        let (date, embargo, valid_from, valid_days, updated, withdrawn_on, review_by, note, longer) = times;
        let (draft_translation, reason, plain, topics, related, corrects, link, alias, is_risky) = rest;
        let state = match state {
            State::Reserve | State::Retired if kind != Kind::Faq => State::Public,
            state => state,
        };
        // A register has no address but its folder's, and no reference.
        let tongue = if kind == Kind::Register && tongue == Tongue::ById { Tongue::Both } else { tongue };
        let of_faq = |tick: Option<Tick>| tick.filter(|_| kind == Kind::Faq);
        Text {
            kind,
            tongue,
            state,
            is_risky,
            date,
            embargo,
            updated,
            withdrawn_on,
            note,
            longer,
            draft_translation,
            reason,
            plain,
            topics,
            related,
            link,
            alias,
            clash: if is_risky { clash } else { Clash::None },
            valid_from: of_faq(valid_from),
            valid_days: of_faq(valid_days),
            review_by: review_by.filter(|_| kind != Kind::Statement),
            corrects: corrects.filter(|_| kind == Kind::Statement),
        }
    })
}

/// Random sites.
pub fn random() -> impl Strategy<Value = RandomSite> {
    use prop::sample::Index;
    let zone = prop_oneof![Just("Europe/Lisbon"), Just("Asia/Kolkata"), Just("America/St_Johns")];
    let notice = (0..TICKS, 1..8_u8).prop_map(|(start, length)| Notice { start, length });
    let extra = prop_oneof![
        4 => any::<Index>().prop_map(Extra::Redirect), 2 => (0..2_u8).prop_map(Extra::RedirectToTopic),
        1 => any::<Index>().prop_map(Extra::RedirectAt), 4 => Just(Extra::Removed), 4 => Just(Extra::File),
        1 => any::<Index>().prop_map(Extra::FileAt)
    ];
    let extras = prop_oneof![3 => Just(Vec::new()), 2 => vec(extra, 1..3)];
    (zone, 1..4_u8, vec(text(), 1..8), vec(notice, 0..2), extras)
        .prop_map(|(zone, page_size, texts, notices, extras)| RandomSite { zone, page_size, texts, notices, extras })
}

impl RandomSite {
    /// The reference or id of a text.
    pub fn id(&self, index: usize) -> String {
        let text = &self.texts[index];
        match text.kind {
            Kind::Statement if text.clash == Clash::Reference => "M/2026/100".into(),
            Kind::Statement => format!("M/2026/00{index}"),
            _ if text.tongue == Tongue::ById => format!("zq{index}id"),
            kind => format!("{}zq{index}stem", kind.folder()),
        }
    }

    /// The languages of a text, the source first.
    pub fn langs(&self, index: usize) -> &'static [&'static str] {
        match self.texts[index].tongue {
            Tongue::English => &["en"],
            Tongue::French => &["fr"],
            Tongue::Both | Tongue::ById => &["en", "fr"],
            Tongue::FromFrench => &["fr", "en"],
        }
    }

    pub fn stem(&self, index: usize, lang: &str) -> String {
        let text = &self.texts[index];
        if text.tongue == Tongue::ById && lang == "fr" { format!("zq{index}other") } else { format!("zq{index}stem") }
    }

    fn file(&self, index: usize, lang: &str) -> String {
        let (folder, stem) = (self.texts[index].kind.folder(), self.stem(index, lang));
        match self.texts[index].kind {
            Kind::Register => format!("content/{folder}{stem}/index.{lang}.md"),
            _ => format!("content/{folder}{stem}.{lang}.md"),
        }
    }

    /// The slug that a file gives.
    pub fn own_slug(&self, index: usize, lang: &str) -> Option<String> {
        let text = &self.texts[index];
        match text.clash {
            Clash::Slug(number) => Some(format!("same{number}")),
            _ if text.plain => None,
            _ => Some(format!("zq{index}{lang}slug")),
        }
    }

    /// The address of a text in a language.
    pub fn address(&self, index: usize, lang: &str) -> String {
        let folder = match (self.texts[index].kind, lang) {
            (Kind::Statement, "fr") => "presse/",
            (kind, _) => kind.folder(),
        };
        let source = self.langs(index)[0];
        let slug = self.own_slug(index, lang).or_else(|| self.own_slug(index, source));
        format!("/{lang}/{folder}{}/", slug.unwrap_or_else(|| self.stem(index, source)))
    }

    fn at(&self, index: prop::sample::Index) -> usize {
        index.index(self.texts.len())
    }

    /// The other text that a text names, where it is always public or the text is risky.
    fn named(&self, index: usize, by: Option<prop::sample::Index>) -> Option<usize> {
        let target = self.at(by?);
        let text = &self.texts[target];
        let is_public = matches!(text.state, State::Public | State::Withdrawn) && self.from(target).is_none();
        (target != index && (is_public || self.texts[index].is_risky)).then_some(target)
    }

    pub fn corrected(&self, index: usize) -> Option<usize> {
        let target = self.named(index, self.texts[index].corrects)?;
        (self.texts[target].kind == Kind::Statement).then_some(target)
    }

    fn source(&self, index: usize, lang: &str) -> String {
        use std::fmt::Write as _;
        let text = &self.texts[index];
        let is_source = self.langs(index)[0] == lang;
        let token = |field: &str| format!("zq{index}{lang}{field}");
        let mut front = String::new();
        let mut line = |name: &str, value: String| writeln!(front, "{name} = {value}").unwrap();
        let quoted = |text: String| format!("\"{text}\"");
        match text.kind {
            Kind::Faq => {
                line("question", quoted(format!("Is {} so?", token("title"))));
                line("short_answer", quoted(format!("Yes, {}.", token("summary"))));
            }
            Kind::Register => line("title", quoted(format!("Of {}", token("title")))),
            _ => {
                line("title", quoted(format!("Of {}", token("title"))));
                line("summary", quoted(format!("On {}.", token("summary"))));
            }
        }
        if let Some(slug) = self.own_slug(index, lang) {
            line("slug", quoted(slug));
        }
        if text.tongue == Tongue::ById {
            line("id", quoted(format!("zq{index}id")));
        }
        let mut aliases = Vec::new();
        if text.alias {
            aliases.push(format!("\"/{lang}/{}/\"", token("alias")));
        }
        if let (Clash::Alias(number), true) = (text.clash, is_source) {
            aliases.push(format!("\"/{lang}/common{number}/\""));
        }
        if !aliases.is_empty() {
            line("aliases", format!("[{}]", aliases.join(", ")));
        }
        if let Some((tick, is_minor)) = text.note {
            let minor = if is_minor { ", minor = true" } else { "" };
            line("change_notes", format!("[{{ date = {}, note = \"Of {}.\"{minor} }}]", moment(tick), token("note")));
        }
        if text.reason || text.state == State::Withdrawn {
            line("reason", quoted(format!("Since {}.", token("reason"))));
        }
        if is_source {
            self.shared(index, &mut line);
        } else {
            if let (Some(longer), Some(from)) = (text.longer, self.from(index)) {
                line("embargo", embargo(from + longer, self.zone));
            }
            if text.draft_translation {
                line("state", quoted("draft".into()));
            }
        }
        let mut body = format!("The {}.\n", token("body"));
        if let Some(target) = self.named(index, text.link) {
            let langs = self.langs(target);
            let file = self.file(target, if langs.contains(&lang) { lang } else { langs[0] });
            let up = "../".repeat(self.file(index, lang).matches('/').count() - 1);
            writeln!(body, "\nSee [this]({up}{}).", file.strip_prefix("content/").unwrap()).unwrap();
        }
        if text.clash == Clash::BrokenPicture && is_source {
            body.push_str("\n![A picture](nothing.png)\n");
        }
        format!("+++\n{front}+++\n\n{body}")
    }

    /// When a text is released, by its source: the later of date and embargo.
    fn from(&self, index: usize) -> Option<Tick> {
        let text = &self.texts[index];
        text.date.max(text.embargo).max(text.valid_from)
    }

    fn shared(&self, index: usize, line: &mut dyn FnMut(&str, String)) {
        let text = &self.texts[index];
        let quoted = |text: &str| format!("\"{text}\"");
        let state = match text.state {
            State::Public => None,
            State::Draft => Some("draft"),
            State::Reserve => Some("reserve"),
            State::Withdrawn => Some("withdrawn"),
            State::Gone => Some("gone"),
            State::Retired => Some("retired"),
        };
        if let Some(state) = state {
            line("state", quoted(state));
        }
        if text.state == State::Withdrawn {
            line("withdrawn_on", moment(text.withdrawn_on));
        }
        match text.date {
            Some(date) => line("date", moment(date)),
            None if text.kind == Kind::Statement => line("date", "2026-09-02".into()),
            None => {}
        }
        if let Some(tick) = text.embargo {
            line("embargo", embargo(tick, self.zone));
        }
        if let Some(tick) = text.valid_from {
            line("valid_from", moment(tick));
        }
        if let Some(last) = self.last_day(index) {
            line("valid_until", day(last).to_string());
        }
        if let Some(tick) = text.updated {
            line("updated", moment(tick));
        }
        if let Some(tick) = text.review_by {
            line("review_by", day(tick).to_string());
        }
        if text.tongue == Tongue::FromFrench {
            line("source", "true".into());
        }
        if let Some(target) = self.named(index, text.related) {
            line("related", format!("[{}]", quoted(&self.id(target))));
        }
        let mut topics = Vec::new();
        for (bit, topic) in ["trade", "visas"].into_iter().enumerate() {
            if text.topics & (1 << bit) != 0 && text.kind != Kind::Register {
                topics.push(quoted(topic));
            }
        }
        if text.clash == Clash::UnknownTopic {
            topics.push(quoted("nothing"));
        }
        if !topics.is_empty() {
            line("topics", format!("[{}]", topics.join(", ")));
        }
        let contacts = match text.kind {
            Kind::Statement => Some("press_contacts"),
            Kind::Page | Kind::Guide => Some("contacts"),
            _ => None,
        };
        if let (Clash::UnknownContact, Some(field)) = (text.clash, contacts) {
            line(field, "[\"nobody\"]".into());
        }
        match text.kind {
            Kind::Statement => {
                let corrected = self.corrected(index);
                line("subtype", quoted(if corrected.is_some() { "correction-notice" } else { "press-release" }));
                line("reference", quoted(&self.id(index)));
                if let Some(target) = corrected {
                    line("corrects", quoted(&self.id(target)));
                }
            }
            Kind::Register => {
                line("frequency", quoted("quarterly"));
                line("period", "{ start = 2026-07-01, end = 2026-09-30 }".into());
            }
            _ => {}
        }
    }

    /// The last day on which an answer holds: none before it is out.
    pub fn last_day(&self, index: usize) -> Option<Tick> {
        let text = &self.texts[index];
        let longer = text.longer.filter(|_| text.tongue != Tongue::English).unwrap_or(0);
        Some(2 * (text.valid_days? + (self.from(index).unwrap_or(0) + longer + 1) / 2))
    }

    /// The files of the site.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> = vec![
            ("site.toml".into(), self.settings()),
            ("content/_section.en.md".into(), "+++\ntitle = \"Ministry\"\n+++\n".into()),
            ("content/_section.fr.md".into(), "+++\ntitle = \"Ministère\"\n+++\n".into()),
        ];
        for folder in ["press", "faq", "registers", "guide"] {
            for lang in LANGS {
                let slug = if (folder, lang) == ("press", "fr") { "slug = \"presse\"\n" } else { "" };
                let text = format!("+++\ntitle = \"{folder} {lang}\"\n{slug}+++\n");
                files.push((format!("content/{folder}/_section.{lang}.md"), text));
            }
        }
        for index in 0..self.texts.len() {
            for lang in self.langs(index) {
                files.push((self.file(index, lang), self.source(index, lang)));
            }
            if self.texts[index].kind == Kind::Register {
                let folder = format!("content/registers/{}", self.stem(index, "en"));
                files.push((format!("{folder}/data.csv"), format!("key,worth\nzq{index}cell,7\n")));
                files.push((format!("{folder}/schema.json"), SCHEMA.into()));
            }
        }
        let mut rows = String::from("old,new,status\n");
        for (number, extra) in self.extras.iter().enumerate() {
            let mut row = |text: String| rows.push_str(&text);
            let source_address = |index: prop::sample::Index| {
                let index = self.at(index);
                self.address(index, self.langs(index)[0])
            };
            match extra {
                Extra::Redirect(index) => row(format!("/old{number}/,{},301\n", source_address(*index))),
                Extra::RedirectToTopic(topic) => {
                    row(format!("/old{number}/,/en/topics/{}/,301\n", ["trade", "visas"][usize::from(*topic)]));
                }
                Extra::RedirectAt(index) => row(format!("{},/en/,301\n", source_address(*index))),
                Extra::Removed => row(format!("/removed{number}/,,410\n")),
                Extra::File => files.push((format!("static/extra{number}.txt"), "Text.\n".into())),
                Extra::FileAt(index) => {
                    files.push((format!("static{}index.html", source_address(*index)), "<p>File.</p>\n".into()));
                }
            }
        }
        files.push(("redirects.csv".into(), rows));
        files.sort();
        files.dedup_by(|one, other| one.0 == other.0);
        files
    }

    fn settings(&self) -> String {
        let mut notices = String::new();
        for (number, Notice { start, length }) in self.notices.iter().enumerate() {
            let [start, end] = [*start, start + length].map(moment);
            notices.push_str(&format!(
                "\n[[notice]]\nseverity = \"info\"\nstart = {start}\nexpires = {end}\n\
                 text = {{ en = \"zqnotice{number} en\", fr = \"zqnotice{number} fr\" }}\n"
            ));
        }
        SETTINGS.replace("ZONE", self.zone).replace("SIZE", &self.page_size.to_string()) + &notices
    }
}

fn embargo(tick: Tick, zone: &str) -> String {
    format!("\"{}T{}[{zone}]\"", day(tick), if tick % 2 == 0 { "00:00:00" } else { "10:30:00" })
}

const SCHEMA: &str =
    "{\"fields\":[{\"name\":\"key\"},{\"name\":\"worth\",\"type\":\"number\"}],\"primaryKey\":\"key\"}";

const SETTINGS: &str = r#"base_url = "https://www.example.org/"
timezone = "ZONE"
compress = "off"
search = false

[institution]
name = { en = "Ministry", fr = "Ministère" }

[languages]
source = "en"
order = ["en", "fr"]
required = []

[feeds]
authority = "example.org,2026"
items = 50

[[section]]
folder = "press"
kind = "statement"
page_size = SIZE

[[section]]
folder = "faq"
kind = "faq"
page_size = SIZE
feeds = true

[[section]]
folder = "guide"
kind = "page"

[[section]]
folder = "registers"
kind = "register"

[[topic]]
id = "trade"
name = { en = "Trade", fr = "Commerce" }

[[topic]]
id = "visas"
name = { en = "Visas", fr = "Visas" }
"#;
