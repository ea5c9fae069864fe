//! What the public may see of a random site at an instant. Shares no code with the program.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::site::{Kind, RandomSite, State, Tick, day};

/// What a text in a language is to the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not a byte.
    Hidden,
    /// Its address answers 410 with its reason.
    Held,
    /// As `Held`, for good.
    Gone,
    Public,
    /// Its page says that it is withdrawn.
    Withdrawn,
    /// Its page says that it holds no longer; nothing leads there.
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

    /// When a text in a language goes out; `None` where nothing holds it back.
    fn from(&self, index: usize, lang: &str) -> Option<Timestamp> {
        let text = &self.site.texts[index];
        let source = text.date.max(text.embargo).max(text.valid_from)?;
        let longer = text.longer.filter(|_| self.site.langs(index)[0] != lang).unwrap_or(0);
        Some(self.instant(source + longer))
    }

    fn until(&self, index: usize) -> Option<Timestamp> {
        // The last day counts whole.
        Some(self.instant(self.site.last_day(index)? + 2))
    }

    pub fn stage(&self, index: usize, lang: &str, now: Timestamp) -> Stage {
        let text = &self.site.texts[index];
        let langs = self.site.langs(index);
        if !langs.contains(&lang) {
            return Stage::Hidden;
        }
        let is_translation = langs[0] != lang;
        let is_draft = matches!(text.state, State::Draft | State::Reserve);
        let waits = self.from(index, lang).is_some_and(|from| from > now);
        // Every state is asked for its instant first.
        if is_draft || is_translation && text.draft_translation || waits {
            let is_told = text.reason && matches!(text.state, State::Public | State::Draft | State::Reserve);
            return if is_told { Stage::Held } else { Stage::Hidden };
        }
        if matches!(text.state, State::Gone | State::Retired) {
            return Stage::Gone;
        }
        if self.until(index).is_some_and(|until| until <= now) {
            return Stage::Expired;
        }
        if text.state == State::Withdrawn && self.instant(text.withdrawn_on) <= now {
            return Stage::Withdrawn;
        }
        Stage::Public
    }

    /// Whether a change note is told.
    pub fn tells_note(&self, index: usize, now: Timestamp) -> bool {
        self.site.texts[index].note.is_some_and(|(tick, _)| self.instant(tick) <= now)
    }

    /// When a text in a language changed last in substance, for those who follow a feed; `None` where that is not settled.
    pub fn updated(&self, index: usize, lang: &str, now: Timestamp) -> Option<Timestamp> {
        let text = &self.site.texts[index];
        let past = |tick: Tick| Some(self.instant(tick)).filter(|at| *at <= now);
        let release = self.from(index, lang).or_else(|| {
            let old = jiff::civil::date(2026, 9, 2).to_zoned(self.zone.clone()).unwrap().timestamp();
            (text.kind == Kind::Statement).then_some(old)
        });
        let mut updated = release.max(text.updated.and_then(past));
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

    /// Every instant at which something may change: more than the program needs to name.
    pub fn instants(&self) -> Vec<Timestamp> {
        let mut all = Vec::new();
        for (index, text) in self.site.texts.iter().enumerate() {
            let ticks = [text.date, text.embargo, text.valid_from, text.updated, text.note.map(|note| note.0)];
            all.extend(ticks.into_iter().flatten().chain([text.withdrawn_on]).map(|tick| self.instant(tick)));
            all.extend(self.site.langs(index).iter().filter_map(|lang| self.from(index, lang)));
            all.extend(self.until(index));
        }
        for notice in &self.site.notices {
            all.extend([notice.start, notice.start + notice.length].map(|tick| self.instant(tick)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
