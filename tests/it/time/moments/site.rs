//! Random small sites: every kind, state and date field, in two languages, in sections that may be held back
//! themselves.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;

/// Half days: an even number is a date, an odd number is half past ten on that day.
pub type Tick = u8;
/// The number of ticks.
pub const TICKS: Tick = 16;

/// Returns the day of a tick: the first days are in summer time, the last in winter time.
pub fn day(tick: Tick) -> Date {
    date(2026, 10, 20) + i64::from(tick / 2).days()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Page,
    Guide,
    /// A page in a subsection.
    Part,
    Statement,
    Faq,
    Register,
}

impl Kind {
    pub fn folder(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Guide => "guide/",
            Self::Part => "guide/part/",
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

/// The languages of a text, and which file is the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    English,
    French,
    Both,
    /// Both, where the French file says `source = true`.
    FromFrench,
    /// Both, in files with different names but the same `id`.
    ById,
}

/// What a text has in common with another, as a conflict.
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
    /// The time of a change note, and whether it is minor.
    pub note: Option<(Tick, bool)>,
    /// How much longer the translation is held back, and whether by its date (or else its embargo).
    pub longer: Option<(Tick, bool)>,
    /// The state set in the translation.
    pub own_state: Option<State>,
    pub own_updated: Option<Tick>,
    /// Whether source and translation give a reason.
    pub reasons: [bool; 2],
    /// Whether an answer may expire before it is released.
    pub may_miss: bool,
    pub plain: bool,
    pub topics: u8,
    pub related: Option<prop::sample::Index>,
    pub corrects: Option<prop::sample::Index>,
    pub link: Option<prop::sample::Index>,
    pub alias: bool,
    /// Whether it may name hidden texts or conflict with others.
    pub is_risky: bool,
    pub clash: Clash,
}

/// What holds back the text of a section in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    None,
    Draft,
    Date(Tick),
    Embargo(Tick),
}

/// The text of a section.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub english: Hold,
    /// `None` without a French text.
    pub french: Option<Hold>,
    pub has_body: bool,
}

/// The folders of the sections; the first is that of the home page.
pub const FOLDERS: [&str; 6] = ["", "press/", "faq/", "registers/", "guide/", "guide/part/"];

#[derive(Clone, Copy, Debug)]
pub struct Notice {
    pub start: Tick,
    pub length: Tick,
}

/// A row of redirects.csv or a file of static/.
#[derive(Clone, Copy, Debug)]
pub enum Extra {
    /// A redirect to a text's address.
    Redirect(prop::sample::Index),
    /// A redirect to a list of a topic.
    RedirectToTopic(u8),
    /// A redirect from a text's address.
    RedirectAt(prop::sample::Index),
    Removed,
    File,
    /// A file at a text's address.
    FileAt(prop::sample::Index),
}

#[derive(Clone, Debug)]
pub struct RandomSite {
    pub zone: &'static str,
    pub page_size: u8,
    /// In the order of `FOLDERS`.
    pub words: Vec<Words>,
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
        3 => Just(Kind::Statement), 3 => Just(Kind::Faq), 2 => Just(Kind::Page), 1 => Just(Kind::Guide), 1 => Just(Kind::Part),
        1 => Just(Kind::Register)
    ];
    let tongue = prop_oneof![
        4 => Just(Tongue::Both), 2 => Just(Tongue::English), 1 => Just(Tongue::French), 1 => Just(Tongue::FromFrench),
        1 => Just(Tongue::ById)
    ];
    let state = prop_oneof![
        8 => Just(State::Public), 1 => Just(State::Draft), 1 => Just(State::Reserve), 2 => Just(State::Withdrawn),
        1 => Just(State::Gone), 1 => Just(State::Retired)
    ];
    let own_state = prop_oneof![
        10 => Just(None), 2 => Just(Some(State::Draft)), 1 => Just(Some(State::Reserve)), 1 => Just(Some(State::Gone)),
        1 => Just(Some(State::Retired))
    ];
    let clash = prop_oneof![
        4 => Just(Clash::None), 2 => (0..2_u8).prop_map(Clash::Slug), 1 => Just(Clash::Reference),
        1 => (0..2_u8).prop_map(Clash::Alias), 1 => Just(Clash::UnknownTopic), 1 => Just(Clash::UnknownContact),
        1 => Just(Clash::BrokenPicture)
    ];
    let what = (kind, tongue, state, own_state, clash);
    let times = (
        rarely(0..TICKS, 4),
        rarely(0..TICKS, 3),
        rarely(0..TICKS, 2),
        rarely(0..6_u8, 3),
        rarely(0..TICKS, 3),
        0..TICKS,
        rarely(0..TICKS, 2),
        rarely((0..TICKS, any::<bool>()), 3),
        rarely((0..4_u8, any::<bool>()), 2),
    );
    let own = (rarely(0..TICKS, 2), [prop::bool::weighted(0.2), prop::bool::weighted(0.2)], prop::bool::weighted(0.1));
    let rest = (
        prop::bool::weighted(0.3),
        0..4_u8,
        rarely(any::<Index>(), 2),
        rarely(any::<Index>(), 2),
        rarely(any::<Index>(), 1),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.12),
    );
    (what, times, own, rest).prop_map(|(what, times, own, rest)| {
        let (kind, tongue, state, own_state, clash) = what;
        let (date, embargo, valid_from, valid_days, updated, withdrawn_on, review_by, note, longer) = times;
        let (own_updated, reasons, may_miss) = own;
        let (plain, topics, related, corrects, link, alias, is_risky) = rest;
        let state = match state {
            State::Reserve | State::Retired if kind != Kind::Faq => State::Public,
            state => state,
        };
        let own_state = match own_state {
            Some(State::Reserve | State::Retired) if kind != Kind::Faq => None,
            // A translation must not be public before its source.
            Some(State::Gone | State::Retired) if matches!(state, State::Draft | State::Reserve) => None,
            own => own,
        };
        // A register has no address but that of its folder, and no reference.
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
            own_state,
            own_updated,
            reasons,
            may_miss,
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

fn words() -> impl Strategy<Value = Words> {
    let hold = || {
        prop_oneof![
            24 => Just(Hold::None), 1 => Just(Hold::Draft), 2 => (0..TICKS).prop_map(Hold::Date),
            2 => (0..TICKS).prop_map(Hold::Embargo)
        ]
    };
    (hold(), prop::option::weighted(0.9, hold()), prop::bool::weighted(0.3)).prop_map(|(english, french, has_body)| {
        // The French text must not be public before the English.
        let french = french.map(|french| match (english, french) {
            (Hold::Date(first), Hold::Date(own)) => Hold::Date(first.max(own)),
            (Hold::Embargo(first), Hold::Embargo(own)) => Hold::Embargo(first.max(own)),
            (_, french) => french,
        });
        Words { english, french, has_body }
    })
}

/// Generates random sites.
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
    let words = vec(words(), FOLDERS.len());
    (zone, 1..4_u8, words, vec(text(), 1..8), vec(notice, 0..2), extras).prop_map(
        |(zone, page_size, words, texts, notices, extras)| RandomSite {
            zone,
            page_size,
            words,
            texts,
            notices,
            extras,
        },
    )
}
