//! Writes a random site as files.
//!
//! Each field of each text contains a unique token (`zq3entitle`), and so does the text of each section
//! (`zqs1entitle`), so that every output byte can be searched for them.

use super::site::{Clash, Extra, FOLDERS, Hold, Kind, LANGS, Notice, RandomSite, State, Tick, Tongue, Words, day};
use proptest::prelude::*;

impl RandomSite {
    /// Returns the reference or id of a text.
    pub fn id(&self, index: usize) -> String {
        let text = &self.texts[index];
        match text.kind {
            Kind::Statement if text.clash == Clash::Reference => "M/2026/100".into(),
            Kind::Statement => format!("M/2026/00{index}"),
            _ if text.tongue == Tongue::ById => format!("zq{index}id"),
            kind => format!("{}zq{index}stem", kind.folder()),
        }
    }

    /// Returns the languages of a text, the source first.
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

    /// Returns the slug that a file sets.
    pub fn own_slug(&self, index: usize, lang: &str) -> Option<String> {
        let text = &self.texts[index];
        match text.clash {
            Clash::Slug(number) => Some(format!("same{number}")),
            _ if text.plain => None,
            _ => Some(format!("zq{index}{lang}slug")),
        }
    }

    /// Returns the address of a text in a language.
    pub fn address(&self, index: usize, lang: &str) -> String {
        let place = FOLDERS.iter().position(|folder| *folder == self.texts[index].kind.folder()).unwrap();
        let source = self.langs(index)[0];
        let slug = self.own_slug(index, lang).or_else(|| self.own_slug(index, source));
        format!("{}{}/", self.section_address(place, lang), slug.unwrap_or_else(|| self.stem(index, source)))
    }

    fn at(&self, index: prop::sample::Index) -> usize {
        index.index(self.texts.len())
    }

    /// Returns the other text that a text names, if that one is always public or this one is risky.
    fn named(&self, index: usize, by: Option<prop::sample::Index>) -> Option<usize> {
        let target = self.at(by?);
        let text = &self.texts[target];
        let is_public = matches!(text.state, State::Public | State::Withdrawn)
            && self.from(target).is_none()
            && text.own_state.is_none()
            && text.longer.is_none()
            && self.above(text.kind.folder()).all(|words| words.english == Hold::None);
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
        if self.gives_reason(index, lang) {
            line("reason", quoted(format!("Since {}.", token("reason"))));
        }
        if is_source {
            self.shared(index, &mut line);
        } else {
            match self.own_from(index) {
                Some((tick, true)) => line("date", moment(tick)),
                Some((tick, false)) => line("embargo", embargo(tick, self.zone)),
                None => {}
            }
            if let Some(state) = text.own_state.and_then(name_of) {
                line("state", quoted(state.into()));
            }
            if let Some(tick) = text.own_updated {
                line("updated", moment(tick));
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

    /// Returns the release of a text by its source: the later of date and embargo.
    fn from(&self, index: usize) -> Option<Tick> {
        let text = &self.texts[index];
        text.date.max(text.embargo).max(text.valid_from)
    }

    /// Returns the time until which a translation is held back, and whether by its date.
    pub fn own_from(&self, index: usize) -> Option<(Tick, bool)> {
        let text = &self.texts[index];
        let (longer, by_date) = text.longer?;
        Some((self.from(index)? + longer, by_date && text.date.is_some()))
    }

    /// Returns whether the file of a text in a language gives a reason.
    pub fn gives_reason(&self, index: usize, lang: &str) -> bool {
        let (text, langs) = (&self.texts[index], self.langs(index));
        let is_source = langs[0] == lang;
        langs.contains(&lang) && (text.reasons[usize::from(!is_source)] || is_source && text.state == State::Withdrawn)
    }

    /// Returns the texts of the sections above a folder, including its own. The text of the home page holds back
    /// nothing.
    pub fn above(&self, folder: &str) -> impl Iterator<Item = Words> {
        let places = (1..FOLDERS.len()).filter(move |place| folder.starts_with(FOLDERS[*place]));
        places.map(|place| self.words[place])
    }

    fn shared(&self, index: usize, line: &mut dyn FnMut(&str, String)) {
        let text = &self.texts[index];
        let quoted = |text: &str| format!("\"{text}\"");
        if let Some(state) = name_of(text.state) {
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

    /// Returns the last day of an answer's validity; not before its release, unless `may_miss` is set.
    pub fn last_day(&self, index: usize) -> Option<Tick> {
        let text = &self.texts[index];
        let days = text.valid_days?;
        if text.may_miss && text.valid_from.is_none() {
            return Some(2 * days);
        }
        let longer = text.longer.filter(|_| text.tongue != Tongue::English).map_or(0, |longer| longer.0);
        Some(2 * (days + (self.from(index).unwrap_or(0) + longer + 1) / 2))
    }

    /// Returns the files of the site.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> = vec![("site.toml".into(), self.settings())];
        for (place, words) in self.words.iter().enumerate() {
            for (lang, hold) in LANGS.iter().zip([Some(words.english), words.french]) {
                let path = format!("content/{}_section.{lang}.md", FOLDERS[place]);
                files.extend(hold.map(|hold| (path, self.words_of(place, lang, hold))));
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

    /// Returns the address of a section. A slug counts even while the section text is held back.
    pub fn section_address(&self, place: usize, lang: &str) -> String {
        let has_slug = (place, lang) == (1, "fr") && self.words[1].french.is_some();
        format!("/{lang}/{}", if has_slug { "presse/" } else { FOLDERS[place] })
    }

    fn words_of(&self, place: usize, lang: &str, hold: Hold) -> String {
        let mut text =
            format!("+++\ntitle = \"Of zqs{place}{lang}title\"\nsummary = \"On zqs{place}{lang}summary.\"\n");
        if (place, lang) == (1, "fr") {
            text.push_str("slug = \"presse\"\n");
        }
        match hold {
            Hold::None => {}
            Hold::Draft => text.push_str("state = \"draft\"\n"),
            Hold::Date(tick) => text.push_str(&format!("date = {}\n", moment(tick))),
            Hold::Embargo(tick) => text.push_str(&format!("embargo = {}\n", embargo(tick, self.zone))),
        }
        text.push_str("+++\n");
        if self.words[place].has_body {
            text.push_str(&format!("\nThe zqs{place}{lang}body.\n"));
        }
        text
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

fn name_of(state: State) -> Option<&'static str> {
    match state {
        State::Public => None,
        State::Draft => Some("draft"),
        State::Reserve => Some("reserve"),
        State::Withdrawn => Some("withdrawn"),
        State::Gone => Some("gone"),
        State::Retired => Some("retired"),
    }
}

fn moment(tick: Tick) -> String {
    if tick % 2 == 0 { day(tick).to_string() } else { format!("{}T10:30:00", day(tick)) }
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
