//! `chancery status`.

use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};

use super::clock;
use super::console::Console;
use super::exit::Exit;
use super::place;
use super::refusal::Refusal;
use crate::config::{LangId, Settings};
use crate::engine::{self, Options};
use crate::fs::Inputs;
use crate::site::due::{Due, due};
use crate::site::overview::{Condition, Edition, Entry, overview};

/// Shows where each text stands, and what each language lacks
///
/// Drafts, texts that wait for their hour (in the site's own time), what is withdrawn, corrected, out of date or gone; of
/// public texts those for which there is something to do: a translation that is missing, older than its source, or
/// unfinished, a review whose day is past. It names texts that are not public: it is for the terminal, and no part of the
/// site.
#[derive(Debug, Args)]
pub struct Status {
    /// What each language lacks is shown for this one alone; may be repeated
    #[arg(long, value_name = "L")]
    lang: Vec<String>,
    /// Lists the public texts with nothing to do as well
    #[arg(long)]
    all: bool,
}

/// How many instants ahead are named.
const AHEAD: usize = 3;

/// Shows where each text stands at the time to build for.
///
/// # Errors
///
/// A refusal where the site has no such language.
pub fn run(arguments: &Status, site: &Options, console: &Console) -> Result<Exit, Refusal> {
    let (inputs, _) = Inputs::open(&site.root, site.now);
    let (settings, faults) = place::settings(&inputs);
    let Some(settings) = settings else {
        console.faults(&faults, &|path| engine::source_text(&inputs, path));
        return Ok(if super::outcome::is_site(&inputs) { Exit::Content } else { Exit::Usage });
    };
    let languages = match arguments.lang.as_slice() {
        [] => settings.languages.ids().collect(),
        tags => tags.iter().map(|tag| place::language(tag, &settings)).collect::<Result<Vec<_>, _>>()?,
    };
    let (documents, _) = engine::parse(&settings, &inputs.files);
    let entries = overview(&documents, &settings, inputs.now);
    if console.is_json() {
        for entry in &entries {
            console.result(&format!("{}\n", record(entry, &settings, &languages)));
        }
        return Ok(Exit::Fine);
    }
    let screen = Screen { settings: &settings, languages: &languages, all: arguments.all };
    let ahead: Vec<Due> =
        due(&documents, &settings, inputs.now).into_iter().filter(|due| due.what.is_public()).collect();
    let (zone, now) = (&settings.timezone, inputs.now);
    console.result(&format!("{} ({})\n", clock::moment(now, zone), clock::place(zone)));
    console.result(&screen.groups(&entries));
    console.result(&screen.by_language(&entries));
    console.result(&screen.ahead(&ahead));
    Ok(Exit::Fine)
}

/// A text as JSON; instants in UTC.
fn record(entry: &Entry, settings: &Settings, languages: &[LangId]) -> Value {
    let shown = entry.editions.iter().filter(|(lang, _)| languages.contains(lang));
    let editions: serde_json::Map<String, Value> = shown
        .map(|(lang, edition)| {
            let mut value = json!({ "state": edition.name() });
            match edition {
                Edition::Held(at) => value["at"] = at.to_string().into(),
                Edition::Missing(required) => value["required"] = (*required).into(),
                _ => {}
            }
            (settings.languages.tag(*lang).to_string(), value)
        })
        .collect();
    let mut value = json!({
        "id": entry.id,
        "kind": entry.kind.map_or("section", |kind| kind.name()),
        "path": entry.path.as_str(),
        "title": entry.title,
        "state": entry.condition.name(),
        "languages": editions,
    });
    if let Some(at) = entry.condition.at() {
        value["at"] = at.to_string().into();
    }
    if let Condition::Corrected(notices) = &entry.condition {
        value["corrected_by"] = json!(notices);
    }
    if let Some(day) = entry.review_overdue {
        value["review_by"] = day.to_string().into();
    }
    value
}

/// What is written on the terminal.
struct Screen<'a> {
    settings: &'a Settings,
    languages: &'a [LangId],
    all: bool,
}

/// The groups in their order: heading, and the name of the condition.
const GROUPS: [(&str, &str); 9] = [
    ("With errors (`chancery check` shows them)", "faulty"),
    ("Draft", "draft"),
    ("Waiting for their hour", "held"),
    ("Held back, with a reason shown", "held-back"),
    ("Public", "public"),
    ("Corrected", "corrected"),
    ("Withdrawn", "withdrawn"),
    ("Out of date", "expired"),
    ("Gone", "gone"),
];

impl Screen<'_> {
    fn groups(&self, entries: &[Entry]) -> String {
        let mut text = String::new();
        for (heading, name) in GROUPS {
            let group: Vec<&Entry> = entries.iter().filter(|entry| entry.condition.name() == name).collect();
            if group.is_empty() {
                continue;
            }
            let is_shown = |entry: &&&Entry| {
                self.all || !matches!(entry.condition, Condition::Public(_)) || entry.is_open(self.languages)
            };
            let shown: Vec<&&Entry> = group.iter().filter(is_shown).collect();
            // Writing to a string never fails.
            let _ = write!(text, "\n{heading}: {}", group.len());
            if shown.len() < group.len() {
                let _ = match shown.len() {
                    0 => write!(text, ", nothing to do"),
                    open => write!(text, ", something to do for {open}"),
                };
            }
            text.push('\n');
            for entry in shown {
                text += &self.line(entry);
            }
        }
        if entries.is_empty() {
            text.push_str("\nthere are no texts\n");
        }
        text
    }

    fn line(&self, entry: &Entry) -> String {
        let zone = &self.settings.timezone;
        let mut parts = vec![entry.title.clone()];
        match &entry.condition {
            Condition::Held(at) => parts.push(format!("until {}", clock::moment(*at, zone))),
            Condition::Withdrawn(at) | Condition::Expired(Some(at)) => {
                parts.push(format!("since {}", clock::moment(*at, zone)));
            }
            Condition::Public(Some(at)) if self.all => parts.push(format!("since {}", clock::moment(*at, zone))),
            Condition::Corrected(notices) => parts.push(format!("by {}", notices.join(", "))),
            _ => {}
        }
        if let Some(day) = entry.review_overdue {
            parts.push(format!("review was due on {}", day.strftime("%-d %B %Y")));
        }
        if entry.condition != Condition::Gone {
            parts.extend(self.editions(entry));
        }
        format!("  {}  {}\n", entry.id, parts.join("; "))
    }

    /// What there is to know of the languages of a text: `fr missing`.
    fn editions(&self, entry: &Entry) -> Vec<String> {
        let mut found = Vec::new();
        for (lang, edition) in entry.editions.iter().filter(|(lang, _)| self.languages.contains(lang)) {
            let tag = self.settings.languages.tag(*lang);
            match edition {
                Edition::Held(at) => {
                    found.push(format!("{tag} until {}", clock::moment(*at, &self.settings.timezone)));
                }
                Edition::Missing(true) => found.push(format!("{tag} missing")),
                Edition::Stale => found.push(format!("{tag} older than its source")),
                Edition::Draft if entry.condition != Condition::Draft => found.push(format!("{tag} draft")),
                Edition::Faulty if entry.condition != Condition::Faulty => found.push(format!("{tag} with errors")),
                Edition::Gone => found.push(format!("{tag} gone")),
                _ => {}
            }
        }
        found
    }

    /// A line for each language: how many texts it has, lacks, and has in an older form.
    fn by_language(&self, entries: &[Entry]) -> String {
        let mut text = "\nLanguages\n".to_owned();
        let counted: Vec<&Entry> =
            entries.iter().filter(|entry| entry.kind.is_some() && entry.condition != Condition::Gone).collect();
        for lang in self.languages {
            let editions = || counted.iter().filter_map(|entry| entry.editions.iter().find(|(own, _)| own == lang));
            let count =
                |is_meant: &dyn Fn(Edition) -> bool| editions().filter(|(_, edition)| is_meant(*edition)).count();
            let there = count(&|edition| !matches!(edition, Edition::Missing(_) | Edition::Gone));
            let mut parts = vec![texts(there)];
            for (number, words) in [
                (count(&|edition| matches!(edition, Edition::Missing(_))), "missing"),
                (count(&|edition| edition == Edition::Stale), "older than the source"),
                (count(&|edition| edition == Edition::Unstamped), "not saying what they were made from"),
                (count(&|edition| edition == Edition::Faulty), "with errors"),
            ] {
                if number > 0 {
                    parts.push(format!("{number} {words}"));
                }
            }
            let is_required = self.settings.languages.required.contains(lang);
            let required = if is_required { "  (required)" } else { "" };
            let _ = writeln!(text, "  {}  {}{required}", self.settings.languages.tag(*lang), parts.join(", "));
        }
        text
    }

    /// What comes next by itself.
    fn ahead(&self, ahead: &[Due]) -> String {
        if ahead.is_empty() {
            return String::new();
        }
        let mut text = "\nNext\n".to_owned();
        for due in ahead.iter().take(AHEAD) {
            let at = clock::moment(due.at, &self.settings.timezone);
            let _ = writeln!(text, "  {at}  {}  {}", due.what.words(), due.path);
        }
        if ahead.len() > AHEAD {
            let _ = writeln!(text, "  and {} more: `chancery due`", ahead.len() - AHEAD);
        }
        text
    }
}

fn texts(number: usize) -> String {
    if number == 1 { "1 text".to_owned() } else { format!("{number} texts") }
}
