//! A model of what the public may see of a random site at an instant. Shares no code with the program.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::site::{FOLDERS, Hold, Kind, Notice, RandomSite, State, Tick, day};

/// The public state of a text in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not in any byte of the site.
    Hidden,
    /// Its address answers 410 with its reason.
    Held,
    /// As `Held`, but permanently.
    Gone,
    Public,
    /// Its page says that it is withdrawn.
    Withdrawn,
    /// Its page says that it has expired; nothing links to it.
    Expired,
}

impl Stage {
    pub fn has_page(self) -> bool {
        matches!(self, Self::Public | Self::Withdrawn | Self::Expired)
    }
}

pub struct Model<'a> {
    site: &'a RandomSite,
    zone: TimeZone,
}

impl<'a> Model<'a> {
    pub fn new(site: &'a RandomSite) -> Self {
        Self { site, zone: TimeZone::get(site.zone).unwrap() }
    }

    fn instant(&self, tick: Tick) -> Timestamp {
        let (hour, minute) = if tick % 2 == 0 { (0, 0) } else { (10, 30) };
        day(tick).at(hour, minute, 0, 0).to_zoned(self.zone.clone()).unwrap().timestamp()
    }

    /// Returns the time from which the sections above a text allow it to be public.
    fn released_above(&self, index: usize) -> Option<Timestamp> {
        let above = self.site.above(self.site.texts[index].kind.folder());
        above.filter_map(|words| self.start(words.english)).max()
    }

    fn start(&self, hold: Hold) -> Option<Timestamp> {
        match hold {
            Hold::Date(tick) | Hold::Embargo(tick) => Some(self.instant(tick)),
            Hold::None | Hold::Draft => None,
        }
    }

    /// Returns the release of a text in a language; `None` if nothing holds it back.
    fn from(&self, index: usize, lang: &str) -> Option<Timestamp> {
        let text = &self.site.texts[index];
        let source = text.date.max(text.embargo).max(text.valid_from).map(|tick| self.instant(tick));
        let own = self.site.own_from(index).filter(|_| self.is_translation(index, lang));
        source.max(own.map(|(tick, _)| self.instant(tick))).max(self.released_above(index))
    }

    fn is_translation(&self, index: usize, lang: &str) -> bool {
        self.site.langs(index)[0] != lang
    }

    fn until(&self, index: usize) -> Option<Timestamp> {
        // The last day is included.
        Some(self.instant(self.site.last_day(index)? + 2))
    }

    /// Returns the state by the file alone: hidden, gone, expired or public.
    fn alone(&self, index: usize, lang: &str, now: Timestamp) -> Stage {
        let text = &self.site.texts[index];
        let state = if self.is_translation(index, lang) { text.own_state } else { Some(text.state) };
        let mut above = self.site.above(text.kind.folder());
        let is_held =
            matches!(state, Some(State::Draft | State::Reserve)) || above.any(|words| words.english == Hold::Draft);
        let (from, until) = (self.from(index, lang), self.until(index));
        // A text that is released only after it expires is never shown.
        let is_missed = from.is_some() && until.is_some() && until <= from;
        // Every state waits for the release.
        if is_held || is_missed || from.is_some_and(|from| from > now) {
            Stage::Hidden
        } else if matches!(state, Some(State::Gone | State::Retired)) {
            Stage::Gone
        } else if until.is_some_and(|until| until <= now) {
            Stage::Expired
        } else if text.state == State::Withdrawn && self.instant(text.withdrawn_on) <= now {
            Stage::Withdrawn
        } else {
            Stage::Public
        }
    }

    pub fn stage(&self, index: usize, lang: &str, now: Timestamp) -> Stage {
        let langs = self.site.langs(index);
        if !langs.contains(&lang) {
            return Stage::Hidden;
        }
        let stage = match (self.alone(index, langs[0], now), self.alone(index, lang, now)) {
            (Stage::Hidden, _) | (_, Stage::Hidden) => Stage::Hidden,
            (Stage::Gone, _) | (_, Stage::Gone) => Stage::Gone,
            (first, _) => first,
        };
        if stage == Stage::Hidden && self.reason(index, lang, now).is_some() { Stage::Held } else { stage }
    }

    /// Returns the language of the reason given at the address of a text in a language.
    pub fn reason(&self, index: usize, lang: &str, now: Timestamp) -> Option<&'static str> {
        let text = &self.site.texts[index];
        let (source, own) = (self.site.langs(index)[0], self.site.langs(index).iter().find(|own| **own == lang)?);
        let given = |lang: &&'static str| Some(*lang).filter(|lang| self.site.gives_reason(index, lang));
        let (first, alone) = (self.alone(index, source, now), self.alone(index, lang, now));
        // A reason counts only if it is for holding back, not for a withdrawal or removal.
        let of_hold = |state: State| matches!(state, State::Public | State::Draft | State::Reserve);
        let is_translation = self.is_translation(index, lang);
        let own_of_hold = of_hold(text.own_state.filter(|_| is_translation).unwrap_or(text.state));
        if first == Stage::Hidden {
            let inherited = given(&source).filter(|_| of_hold(text.state))?;
            let is_held_longer = is_translation
                && (matches!(text.own_state, Some(State::Draft | State::Reserve))
                    || self.from(index, lang) > self.from(index, source));
            return given(own).filter(|_| own_of_hold).or(Some(inherited).filter(|_| !is_held_longer));
        }
        if alone == Stage::Hidden {
            let is_to_come = text.state == State::Withdrawn && self.instant(text.withdrawn_on) > now;
            return given(own).filter(|_| own_of_hold && !is_to_come);
        }
        let is_withdrawn = text.state == State::Withdrawn && self.instant(text.withdrawn_on) <= now;
        match (first, alone) {
            (Stage::Gone, _) => given(own).or(given(&source)),
            (_, Stage::Gone) => given(own),
            _ if is_withdrawn => given(own).or(given(&source)),
            _ => None,
        }
    }

    /// Returns whether a section is hidden with everything in it, and whether its text in a language is shown.
    pub fn words(&self, place: usize, lang: &str, now: Timestamp) -> (bool, bool) {
        let waits = |hold: Hold| hold == Hold::Draft || self.start(hold).is_some_and(|start| start > now);
        let is_hidden = self.site.above(FOLDERS[place]).any(|words| waits(words.english));
        let words = self.site.words[place];
        let own = if lang == "en" { Some(words.english) } else { words.french };
        (is_hidden, !is_hidden && own.is_some_and(|own| !waits(own)))
    }

    /// Returns whether a notice is on every page.
    pub fn notes(&self, number: usize, now: Timestamp) -> bool {
        let Notice { start, length } = self.site.notices[number];
        self.instant(start) <= now && now < self.instant(start + length)
    }

    /// Returns whether a change note is public.
    pub fn tells_note(&self, index: usize, now: Timestamp) -> bool {
        self.site.texts[index].note.is_some_and(|(tick, _)| self.instant(tick) <= now)
    }

    /// Returns the last substantial change of a text in a language, for feeds; `None` if the model does not define it.
    pub fn updated(&self, index: usize, lang: &str, now: Timestamp) -> Option<Timestamp> {
        let text = &self.site.texts[index];
        let past = |tick: Tick| Some(self.instant(tick)).filter(|at| *at <= now);
        let release = self.from(index, lang).or_else(|| {
            let old = jiff::civil::date(2026, 9, 2).to_zoned(self.zone.clone()).unwrap().timestamp();
            (text.kind == Kind::Statement).then_some(old)
        });
        let own = text.own_updated.filter(|_| self.is_translation(index, lang)).and_then(past);
        let mut updated = release.max(own.or(text.updated.and_then(past)));
        updated = updated.max(text.note.filter(|(_, is_minor)| !is_minor).and_then(|(tick, _)| past(tick)));
        if text.state == State::Withdrawn {
            updated = updated.max(past(text.withdrawn_on));
        }
        for other in (0..self.site.texts.len()).filter(|other| self.site.corrected(*other) == Some(index)) {
            if self.site.texts[other].state != State::Public {
                return None;
            }
            let source = self.site.langs(other)[0];
            if self.stage(other, source, now) == Stage::Public {
                updated = updated.max(self.from(other, source));
            }
        }
        updated
    }

    /// Returns every instant at which something may change; these are more than the program must list.
    pub fn instants(&self) -> Vec<Timestamp> {
        let mut all = Vec::new();
        for (index, text) in self.site.texts.iter().enumerate() {
            let note = text.note.map(|note| note.0);
            let ticks = [text.date, text.embargo, text.valid_from, text.updated, text.own_updated, note];
            all.extend(ticks.into_iter().flatten().chain([text.withdrawn_on]).map(|tick| self.instant(tick)));
            all.extend(self.site.langs(index).iter().filter_map(|lang| self.from(index, lang)));
            all.extend(self.until(index));
        }
        for words in &self.site.words {
            all.extend([Some(words.english), words.french].into_iter().flatten().filter_map(|hold| self.start(hold)));
        }
        for notice in &self.site.notices {
            all.extend([notice.start, notice.start + notice.length].map(|tick| self.instant(tick)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
