//! Decides what to do about the public site when there was no push. Pure: it depends only on the tip of the branch, the
//! public state, the hook's memory and the time.

use jiff::Timestamp;

use super::state::State;
use crate::publish::Public;

/// The task to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Publish a pushed commit whose hook was killed or never ran.
    Push(String),
    /// Publish again because an instant has passed at which time changes the public site.
    Hour(String),
    /// Publish again with the search index.
    Search(String),
    /// A publication is due, but was tried and has errors that the passing of time does not fix.
    Stuck,
    /// Nothing is due.
    Nothing,
}

impl Task {
    /// Chooses the task.
    pub(super) fn of(tip: Option<&str>, public: Option<&Public>, state: &State, now: Timestamp) -> Self {
        let pinned = public.and_then(|public| public.pinned);
        let is_asked = |tip: &str| {
            let asked = state.asked.as_ref().filter(|asked| asked.commit == tip);
            asked.is_some_and(|asked| asked.pinned == pinned)
        };
        if let Some(tip) = tip
            && public.and_then(|public| public.pushed.as_deref()) != Some(tip)
            && !state.is_refused(tip, now)
            // A push before a rollback does not end it.
            && (pinned.is_none() || is_asked(tip))
        {
            return Self::Push(tip.to_owned());
        }
        let Some((public, commit)) = public.and_then(|public| Some((public, public.commit.clone()?))) else {
            return Self::Nothing;
        };
        let is_due = public.due.is_some_and(|due| due <= now);
        if !is_due && !public.search_lags {
            return Self::Nothing;
        }
        match &state.stuck {
            Some(stuck) if stuck.holds(public, now) => Self::Stuck,
            _ if is_due => Self::Hour(commit),
            _ => Self::Search(commit),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::state::{Asked, Stuck};
    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-23T{time}Z").parse().unwrap()
    }

    fn public() -> Public {
        Public {
            release: 4,
            commit: Some("b".into()),
            pushed: Some("b".into()),
            due: Some(at("14:00:00")),
            ..Public::default()
        }
    }

    #[test]
    fn a_commit_that_is_not_public_is_published_unless_it_was_refused() {
        let of = |state: &State, now| Task::of(Some("c"), Some(&public()), state, now);
        assert_eq!(of(&State::default(), at("12:00:00")), Task::Push("c".into()));
        let refused = State { failed: Some("c".into()), ..State::default() };
        assert_eq!(of(&refused, at("12:00:00")), Task::Nothing);
        assert_eq!(of(&refused, at("14:00:00")), Task::Hour("b".into()));
        let behind = State { again: Some(at("13:00:00")), ..refused };
        assert_eq!(of(&behind, at("12:59:59")), Task::Nothing);
        assert_eq!(of(&behind, at("13:00:00")), Task::Push("c".into()));
        assert_eq!(Task::of(Some("c"), None, &State::default(), at("12:00:00")), Task::Push("c".into()));
        assert_eq!(Task::of(None, None, &State::default(), at("12:00:00")), Task::Nothing);
    }

    #[test]
    fn a_rollback_overrides_time_and_earlier_pushes() {
        let pinned = Public { release: 5, commit: Some("a".into()), pinned: Some(5), ..public() };
        let of = |tip, state: &State, now| Task::of(Some(tip), Some(&pinned), state, now);
        assert_eq!(of("b", &State::default(), at("12:00:00")), Task::Nothing);
        assert_eq!(of("b", &State::default(), at("14:00:00")), Task::Hour("a".into()));
        // Pushed (and killed) first before, then after the rollback.
        let asked = |pinned| State { asked: Some(Asked { commit: "c".into(), pinned }), ..State::default() };
        assert_eq!(of("c", &asked(None), at("12:00:00")), Task::Nothing);
        assert_eq!(of("c", &asked(Some(5)), at("12:00:00")), Task::Push("c".into()));
        let lags = Public { search_lags: true, due: None, ..pinned.clone() };
        assert_eq!(Task::of(Some("b"), Some(&lags), &State::default(), at("12:00:00")), Task::Search("a".into()));
    }

    #[test]
    fn nothing_is_due_for_a_release_without_a_commit() {
        let by_hand = Public { commit: None, search_lags: true, ..public() };
        assert_eq!(Task::of(Some("b"), Some(&by_hand), &State::default(), at("15:00:00")), Task::Nothing);
    }

    #[test]
    fn a_due_build_with_errors_stays_due_and_is_not_repeated_until_something_changes() {
        let state = State { stuck: Some(Stuck::new(&public(), Some(at("16:00:00")))), ..State::default() };
        let of = |public: &Public, now| Task::of(Some("b"), Some(public), &state, now);
        assert_eq!(of(&public(), at("14:01:00")), Task::Stuck);
        assert_eq!(of(&public(), at("16:00:00")), Task::Hour("b".into()));
        let other = Public { release: 5, ..public() };
        assert_eq!(of(&other, at("14:01:00")), Task::Hour("b".into()));
    }
}
