//! Finds out why an address would stop working: the line or file that somebody changed, and the ways to fix it.
//!
//! The ledger records what the address was; the sources, if they are available, show what became of it. Changes caused
//! by the passing of time alone have no cause here and are never refused.

use super::finder::Finder;
use super::ledger::Entry;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::engine::Texts;
use crate::plan::Occupant;
use crate::render::host::Old;

/// A published address that would stop working.
#[derive(Clone, Debug)]
pub(super) struct Lost {
    pub address: String,
    /// The ledger's entry for it.
    pub entry: Entry,
    /// Its redirect in the public release, if it was one.
    pub before: Option<Old>,
}

/// The reason why an address would stop working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cause {
    /// Whether the text still exists but is held back again.
    pub held_back: bool,
    /// The reason, as a clause for a message.
    pub why: String,
    /// The file that causes it, with the position in the file if known.
    pub place: Option<(SourcePath, Option<Span>)>,
    /// The ways to fix it.
    pub ways: String,
}

impl Cause {
    pub(super) fn new(why: impl Into<String>, ways: impl Into<String>) -> Self {
        Self { held_back: false, why: why.into(), place: None, ways: ways.into() }
    }

    pub(super) fn at(self, path: &SourcePath, span: Option<Span>) -> Self {
        Self { place: Some((path.clone(), span)), ..self }
    }

    pub(super) fn in_settings(self, span: Option<Span>) -> Self {
        self.at(&SourcePath::new("site.toml"), span)
    }
}

/// Makes the diagnostic for all addresses that are lost for the same cause.
pub(super) fn refusal(cause: &Cause, addresses: &[&str]) -> Diagnostic {
    let (first, more) = (addresses.first().copied().unwrap_or_default(), addresses.len().saturating_sub(1));
    let subject = match more {
        0 => format!("`{first}` was public"),
        1 => format!("`{first}` and 1 more address were public"),
        _ => format!("`{first}` and {more} more addresses were public"),
    };
    let (code, what) = if cause.held_back {
        (&codes::HELD_BACK_AGAIN, "and the text is held back again")
    } else {
        (&codes::VANISHED_ADDRESS, "and would answer nothing")
    };
    let fault = Diagnostic::new(code, format!("{subject} {what}: {}", cause.why));
    let fault = match &cause.place {
        Some((path, span)) => fault.label(path, span.clone(), ""),
        None => fault,
    };
    fault.help(cause.ways.clone())
}

/// Finds the cause. Returns `None` if the address disappears only because time has passed.
pub(super) fn of(lost: &Lost, texts: Option<&Texts>) -> Option<Cause> {
    let address = &lost.address;
    if let Some(old) = lost.before.as_ref().filter(|old| old.to.is_some() || texts.is_none()) {
        return Some(no_longer_led_on(lost, old, texts));
    }
    let Some(texts) = texts else { return Some(without_sources(lost)) };
    let Some(occupant) = &lost.entry.occupant else { return Some(without_sources(lost)) };
    if let Some(tag) = occupant.lang()
        && texts.settings.languages.find(tag).is_none()
    {
        let first = texts.settings.languages.tag(texts.settings.languages.source);
        let cause = Cause::new(
            format!("`{tag}` is no longer among `languages.order`"),
            format!("put the language back, or lead its pages on by a row of redirects.csv: `/{tag}/*,/{first}/,301`"),
        );
        return Some(cause.in_settings(None));
    }
    let finder = Finder { lost, texts };
    match occupant {
        Occupant::Text { id, lang, .. } => finder.text(id, lang),
        Occupant::Data { id, lang } => {
            let cause = finder.text(id, lang)?;
            let ways = format!("put it back, or write `{address},NEW,301` or `{address},,410` into redirects.csv");
            Some(Cause { ways, ..cause })
        }
        Occupant::List { section, lang, .. } | Occupant::Narrowed { section, lang, .. } => {
            Some(finder.list(section, lang))
        }
        Occupant::Topic { topic, lang, .. } => finder.topic(topic, lang),
        Occupant::Feed { of, lang } => finder.feed(of, lang),
        Occupant::Static => {
            let file = format!("static{address}");
            Some(Cause::new(format!("`{file}` is no longer there"), or_row("put the file back", address)))
        }
        Occupant::Own { page, .. } => {
            let cause = Cause::new(
                format!("the site's page `{page}` has another address, or is turned off"),
                or_row("take the change of site.toml back", address),
            );
            Some(cause.in_settings(None))
        }
        Occupant::Machine | Occupant::Sitemap { .. } => {
            let cause = Cause::new(
                "site.toml no longer asks for this file",
                or_row("take the change of site.toml back", address),
            );
            Some(cause.in_settings(None))
        }
        Occupant::Chooser | Occupant::Home { .. } | Occupant::Moved | Occupant::Unknown => Some(without_sources(lost)),
    }
}

/// Lists the ways to fix a lost list, feed or file: its own way, or a row in redirects.csv.
pub(super) fn or_row(way: &str, address: &str) -> String {
    format!(
        "{way}; or write `{address},NEW,301` into redirects.csv where something takes its place, else `{address},,410`"
    )
}

/// Explains an old address that used to redirect and no longer does.
fn no_longer_led_on(lost: &Lost, old: &Old, texts: Option<&Texts>) -> Cause {
    let address = &lost.address;
    let Some(to) = &old.to else {
        return Cause::new(
            "nothing says any more that it is gone",
            format!("write `{address},,410` into redirects.csv"),
        );
    };
    if !old.alias {
        let cause = Cause::new(
            format!("the row that led to `{to}` is no longer in redirects.csv"),
            format!("put `{address},{to},301` back, or write `{address},,410` instead"),
        );
        return cause.at(&SourcePath::new("redirects.csv"), None);
    }
    let way = format!("or write `{address},NEW,301` or `{address},,410` into redirects.csv");
    // The text may have moved once more since.
    let by_id = |texts: &'_ Texts| {
        let (id, tag) = lost.entry.occupant.as_ref()?.text()?;
        texts.site.set(texts.site.find(id)?).docs[texts.settings.languages.find(tag)?]
    };
    let document = texts.and_then(|texts| {
        let at = texts.site.docs.iter().find(|doc| doc.path == *to).map(|doc| doc.document());
        at.or_else(|| Some(texts.site.doc(by_id(texts)?).document()))
    });
    match document {
        Some(document) => {
            let cause = Cause::new(
                format!("the alias that led to `{to}` is no longer there"),
                format!("put it back among `aliases` of this file, {way}"),
            );
            cause.at(&document.path, document.place("aliases"))
        }
        None => Cause::new(
            format!("the text at `{to}`, whose alias it was, is no longer there"),
            format!("put it among `aliases` of the text that takes its place, {way}"),
        ),
    }
}

/// Explains a lost address from the ledger alone.
pub(super) fn without_sources(lost: &Lost) -> Cause {
    let address = &lost.address;
    let release = lost.entry.seen;
    match &lost.entry.occupant {
        Some(Occupant::Text { id, lang, .. }) => {
            let file = lost.entry.source.as_ref().map(|file| format!(", from `{file}`")).unwrap_or_default();
            Cause::new(
                format!("in release {release} it was the text `{id}` in `{lang}`{file}"),
                format!(
                    "put it among the `aliases` of the text that took its place, set `state = \"gone\"` with a \
                     `reason` in its own, or write `{address},,410` into redirects.csv"
                ),
            )
        }
        Some(Occupant::List { section, .. } | Occupant::Narrowed { section, .. }) => Cause::new(
            format!("in release {release} it was a list of the section `{section}`"),
            or_row("put the section back", address),
        ),
        Some(Occupant::Topic { topic, .. }) => Cause::new(
            format!("in release {release} it was a list of the topic `{topic}`"),
            or_row("put the topic back", address),
        ),
        Some(Occupant::Feed { .. }) => {
            Cause::new(format!("in release {release} it was a feed"), or_row("put the feed back", address))
        }
        _ => Cause::new(format!("it answered in release {release}"), or_row("put back what it was", address)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Cause, Entry, Lost, of, refusal};
    use crate::plan::Occupant;

    fn lost(address: &str, occupant: Option<Occupant>) -> Lost {
        Lost { address: address.into(), entry: Entry { occupant, source: None, seen: 4 }, before: None }
    }

    #[test]
    fn without_sources_the_ledger_explains_a_lost_address() {
        let text = Occupant::Text { id: "M/2026/001".into(), lang: "en".into(), formerly: Vec::new() };
        let cause = of(&lost("/en/press/2025/", Some(text)), None).unwrap();
        assert_eq!(cause.why, "in release 4 it was the text `M/2026/001` in `en`");
        let list = Occupant::List { section: "press".into(), lang: "en".into(), page: 1 };
        let cause = of(&lost("/en/press/", Some(list)), None).unwrap();
        assert!(!cause.ways.contains("aliases"), "a list has no text that took its place: {}", cause.ways);
    }

    #[test]
    fn addresses_lost_for_one_cause_share_a_message() {
        let cause = Cause::new("x", "y");
        let message = |addresses: &[&str]| refusal(&cause, addresses).message;
        assert_eq!(message(&["/a/"]), "`/a/` was public and would answer nothing: x");
        assert_eq!(message(&["/a/", "/b/"]), "`/a/` and 1 more address were public and would answer nothing: x");
    }
}
