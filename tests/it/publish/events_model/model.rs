//! The model: what is public, pinned, due and shown after each event, by rules of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Content, State, View};

/// A release.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    pub view: View,
    pub commit: Option<String>,
    pub built_for: i64,
    pub due: Option<i64>,
    /// The release whose place it has taken again.
    pub of: Option<u64>,
    pub is_kept: bool,
}

/// A destination.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Destination {
    pub releases: BTreeMap<u64, Release>,
    pub current: u64,
    pub pushed: Option<String>,
    pub pinned: Option<u64>,
    /// Every statement that ever had a page.
    pub ever: BTreeSet<u32>,
}

/// A preview that is shown, or that could not be built.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub of: Showing,
    /// The commit and the hour that it was built for; `None` where it is not there.
    pub shown: Option<(String, i64)>,
    pub failed: Option<String>,
    pub due: Option<i64>,
}

/// Which previews there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Showing {
    pub folder: &'static str,
    pub is_private: bool,
}

/// What the hook is told to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub to: &'static str,
    pub branch: &'static str,
    pub previews: Option<Showing>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub now: i64,
    pub commits: BTreeMap<String, Content>,
    pub branches: BTreeMap<String, String>,
    pub settings: Settings,
    pub destinations: BTreeMap<&'static str, Destination>,
    pub previews: BTreeMap<String, Preview>,
    pub failed: Option<(String, Option<i64>)>,
    /// A commit that a push asked for, and the rollback that it came after.
    pub asked: Option<(String, Option<u64>)>,
    /// The files that somebody publishes by hand, and how often they were written.
    pub hand: (Content, u32),
    /// What is prepared at which destination for which hour: of which files.
    pub prepared: BTreeMap<(&'static str, i64), u32>,
}

/// Why something is published.
#[derive(Clone, Copy, PartialEq)]
pub enum Why {
    Push,
    Hour,
    Hand,
}

impl Model {
    pub fn new() -> Self {
        Self {
            now: 0,
            commits: BTreeMap::new(),
            branches: BTreeMap::new(),
            settings: Settings { to: "one", branch: "main", previews: None },
            destinations: BTreeMap::new(),
            previews: BTreeMap::new(),
            failed: None,
            asked: None,
            hand: (Content { keep: 4, ..Content::default() }, 0),
            prepared: BTreeMap::new(),
        }
    }

    pub fn destination(&self) -> Destination {
        self.destinations.get(self.settings.to).cloned().unwrap_or_default()
    }

    pub fn tip(&self) -> Option<String> {
        self.branches.get(self.settings.branch).cloned()
    }

    /// Something is published; `None` where the plan forbids it.
    fn put(&mut self, content: &Content, commit: Option<&str>, why: Why, built_for: i64) -> Option<()> {
        let mut to = self.destination();
        let (view, due) = (content.at(built_for, false), content.next(built_for));
        let old = to.releases.get(&to.current).cloned();
        let is_missed = |number: &u32| match why {
            // What a rollback has taken away is away.
            Why::Hour => old.as_ref().is_some_and(|old| old.view.answers(*number)),
            _ => true,
        };
        if to.ever.iter().any(|number| !view.answers(*number) && is_missed(number)) {
            return None;
        }
        let pinned = to.pinned.filter(|_| why == Why::Hour);
        if why != Why::Hour && commit.is_some() {
            to.pushed = commit.map(str::to_owned);
        }
        to.pinned = pinned;
        let commit = commit.map(str::to_owned);
        match to.releases.get_mut(&to.current).filter(|old| old.view == view) {
            Some(same) => (same.commit, same.built_for, same.due) = (commit, built_for, due),
            None => {
                to.current += 1;
                let release = Release { view, commit, built_for, due, of: None, is_kept: true };
                to.add(release, content.keep);
            }
        }
        self.destinations.insert(self.settings.to, to);
        Some(())
    }

    /// A commit of the published branch is to be public.
    fn publish(&mut self, commit: &str, why: Why) {
        let content = self.commits[commit].clone();
        let is_sound = !content.is_bad && self.put(&content, Some(commit), why, self.now).is_some();
        if why == Why::Hour {
            return;
        }
        self.asked = None;
        let built_for = self.destination().public().map(|public| public.built_for);
        self.failed = (!is_sound).then(|| (commit.to_owned(), built_for.filter(|built_for| *built_for > self.now)));
    }

    /// Branches were pushed; `main` first.
    pub fn receive(&mut self, changed: &[String]) {
        let mut mine: Vec<&String> = changed.iter().collect();
        mine.retain(|branch| branch.as_str() == self.settings.branch || self.settings.previews.is_some());
        if mine.is_empty() {
            return;
        }
        if changed.iter().any(|branch| branch == self.settings.branch)
            && let Some(tip) = self.tip()
        {
            let to = self.destination();
            let is_public = to.public().is_some_and(|public| public.commit.as_deref() == Some(tip.as_str()));
            if !(is_public && to.pinned.is_none() && self.failed.is_none()) {
                self.asked = Some((tip.clone(), to.pinned));
                self.publish(&tip, Why::Push);
            }
        }
        let published = self.settings.branch;
        for branch in mine.into_iter().filter(|branch| branch.as_str() != published) {
            match self.branches.get(branch).cloned() {
                Some(tip) => self.preview(branch, &tip),
                None => drop(self.previews.remove(branch)),
            }
        }
        self.clear_previews();
    }

    pub fn hook_publish(&mut self) {
        if let Some(tip) = self.tip() {
            self.publish(&tip, Why::Hand);
            self.clear_previews();
        }
    }

    /// The timer; `finishes` where a push after a rollback that was killed is taken up.
    pub fn due(&mut self) {
        self.clear_previews();
        let (to, tip) = (self.destination(), self.tip());
        let is_refused = |tip: &String| {
            self.failed
                .as_ref()
                .is_some_and(|(failed, again)| failed == tip && again.is_none_or(|again| self.now < again))
        };
        let is_new = |tip: &String| {
            let is_after = to.pinned.is_none() || self.asked == Some((tip.clone(), to.pinned));
            to.pushed.as_ref() != Some(tip) && !is_refused(tip) && is_after
        };
        let public = to.public().cloned();
        if let Some(tip) = tip.clone().filter(is_new) {
            self.publish(&tip, Why::Push);
        } else if let Some(public) = public
            && let Some(commit) = &public.commit
            && public.due.is_some_and(|due| due <= self.now)
        {
            self.publish(commit, Why::Hour);
        }
        self.complete_previews();
    }

    pub fn follow(&mut self) {
        self.complete_previews();
    }

    pub fn rollback(&mut self, back: usize, keep: usize) {
        let mut to = self.destination();
        let Some(number) = to.earlier(back) else { return };
        let (then, now) = (to.releases[&number].clone(), to.releases[&to.current].clone());
        let is_taken_back = |number: &u32| match (then.view.statements.get(number), now.view.statements.get(number)) {
            (Some(then), now) if then.is_page() => {
                now.is_none_or(|now| !now.is_page() || now.is_withdrawn() && !then.is_withdrawn())
            }
            _ => false,
        };
        if then.view.statements.keys().any(is_taken_back) {
            return;
        }
        let goes_on = then.commit.is_some() && then.commit != now.commit;
        to.current += 1;
        to.pinned = Some(to.current);
        let release = Release { of: Some(number), due: then.due.filter(|_| goes_on), is_kept: true, ..then };
        to.add(release, keep);
        self.destinations.insert(self.settings.to, to);
    }

    /// Somebody publishes files.
    pub fn by_hand(&mut self) {
        let content = self.hand.0.clone();
        if !content.is_bad {
            self.put(&content, None, Why::Hand, self.now);
        }
    }

    /// Somebody builds the files for an hour ahead.
    pub fn prepare(&mut self, at: i64) {
        let (content, written) = &self.hand;
        let view = content.at(at, false);
        self.prepared.remove(&(self.settings.to, at));
        if !content.is_bad && self.destination().ever.iter().all(|number| view.answers(*number)) {
            self.prepared.insert((self.settings.to, at), *written);
        }
    }

    /// Somebody lets a timer publish files.
    pub fn if_due(&mut self) {
        let (content, written) = self.hand.clone();
        let (to, name, now) = (self.destination(), self.settings.to, self.now);
        let Some(public) = to.public() else {
            if !content.is_bad {
                self.put(&content, None, Why::Hour, now);
            }
            return;
        };
        if to.pinned.is_some() {
            return;
        }
        let ahead = self.prepared.keys().filter(|(to, at)| *to == name && *at > public.built_for).map(|(_, at)| *at);
        let due = content.next(public.built_for).into_iter().chain(ahead).min();
        if due.is_none_or(|due| due > now) {
            return;
        }
        // What was prepared last counts, where neither files nor time have changed anything since.
        let last = self.prepared.iter().filter(|((to, at), _)| *to == name && *at <= now).next_back();
        let ready = last
            .map(|((_, at), of)| (*at, *of))
            .filter(|(at, of)| *of == written && content.next(*at).is_none_or(|next| next > now));
        let built_for = ready.map_or(now, |(at, _)| at);
        let is_sound = ready.is_some() || !content.is_bad;
        if is_sound && self.put(&content, None, Why::Hour, built_for).is_some() && ready.is_some() {
            self.prepared.retain(|(to, hour), _| *to != name || *hour > built_for);
        }
    }

    /// The hook is told something else.
    pub fn install(&mut self, settings: Settings) {
        if (settings.to, settings.branch) != (self.settings.to, self.settings.branch) {
            self.failed = None;
            self.asked = None;
        }
        self.settings = settings;
        self.clear_previews();
    }

    pub fn clear_previews(&mut self) {
        let Self { settings, branches, previews, .. } = self;
        previews.retain(|branch, preview| {
            settings.previews.as_ref() == Some(&preview.of)
                && branch != settings.branch
                && branches.contains_key(branch)
        });
    }

    fn complete_previews(&mut self) {
        let (wanted, settings) = (self.branches.clone(), self.settings.clone());
        for (branch, tip) in wanted {
            if settings.previews.is_none() || branch == settings.branch {
                continue;
            }
            let is_current = self.previews.get(&branch).is_some_and(|known| {
                let is_of = known.shown.as_ref().is_some_and(|(commit, _)| *commit == tip);
                (known.failed.as_ref() == Some(&tip) || is_of) && known.due.is_none_or(|due| due > self.now)
            });
            if !is_current {
                self.preview(&branch, &tip);
            }
        }
    }

    fn preview(&mut self, branch: &str, tip: &str) {
        let Some(of) = self.settings.previews.clone() else { return };
        let before = self.previews.remove(branch).filter(|before| before.of == of).and_then(|before| before.shown);
        let content = &self.commits[tip];
        let due = content.next(self.now);
        let preview = if content.is_bad {
            Preview { of, shown: before, failed: Some(tip.to_owned()), due }
        } else {
            Preview { of, shown: Some((tip.to_owned(), self.now)), failed: None, due }
        };
        self.previews.insert(branch.to_owned(), preview);
    }

    /// The commits that must not be pruned.
    pub fn reachable(&self) -> BTreeSet<String> {
        let public = self.destinations.values().filter_map(|to| to.public()?.commit.clone());
        self.branches.values().cloned().chain(public).collect()
    }
}

impl Destination {
    pub fn public(&self) -> Option<&Release> {
        self.releases.get(&self.current)
    }

    fn add(&mut self, release: Release, keep: usize) {
        let pages = release.view.statements.keys().filter(|number| release.view.has_page(**number));
        self.ever.extend(pages.copied().collect::<Vec<_>>());
        self.releases.insert(self.current, release);
        let kept: Vec<u64> =
            self.releases.iter().filter(|(_, release)| release.is_kept).map(|(number, _)| *number).collect();
        for number in &kept[..kept.len().saturating_sub(keep)] {
            self.releases.get_mut(number).unwrap().is_kept = false;
        }
    }

    /// The kept release that was public some steps ago, where a release that was put back stands where it stood first.
    fn earlier(&self, back: usize) -> Option<u64> {
        let first = |mut number: u64| {
            while let Some(of) = self.releases[&number].of {
                number = of;
            }
            number
        };
        let mut at = first(self.public().map(|_| self.current)?);
        let mut found = None;
        for _ in 0..back {
            let kept = self.releases.range(..at).rev().find(|(_, release)| release.is_kept)?;
            found = Some(*kept.0);
            at = first(*kept.0);
        }
        found
    }
}

impl super::content::Seen {
    pub fn is_page(self) -> bool {
        !matches!(self, Self::Gone)
    }

    pub fn is_withdrawn(self) -> bool {
        matches!(self, Self::Withdrawn(_))
    }
}

/// Makes another content of one.
pub fn edited(before: &Content, now: i64, dice: &mut super::Dice, number: &mut u32) -> Content {
    let mut content = Content { is_bad: false, ..before.clone() };
    for _ in 0..=dice.below(2) {
        match dice.below(8) {
            0 | 1 => {
                content.about = {
                    *number += 1;
                    *number
                }
            }
            2 | 3 => {
                *number += 1;
                let embargo = (dice.below(3) > 0).then(|| now + dice.below(7) as i64 - 1);
                let state = if dice.below(6) == 0 { State::Draft } else { State::Shown };
                content.statements.insert(*number, super::content::Statement { state, embargo, text: *number });
            }
            4 => {
                let all: Vec<u32> = content.statements.keys().copied().filter(|number| *number > 0).collect();
                if let Some(one) = all.get(dice.below(all.len().max(1))) {
                    let statement = content.statements.get_mut(one).unwrap();
                    match dice.below(6) {
                        0 => statement.state = State::Withdrawn,
                        1 => (statement.state, statement.embargo) = (State::Gone, None),
                        2 => statement.state = State::Draft,
                        3 if statement.state != State::Gone => statement.embargo = Some(now + 2),
                        _ => {
                            statement.text = {
                                *number += 1;
                                *number
                            }
                        }
                    }
                }
            }
            5 => {
                let all: Vec<u32> = content.statements.keys().copied().filter(|number| *number > 0).collect();
                if let Some(one) = all.get(dice.below(all.len().max(1))) {
                    content.statements.remove(one);
                }
            }
            6 => content.keep = 2 + dice.below(4),
            _ => {
                content.about = {
                    *number += 1;
                    *number
                }
            }
        }
    }
    content
}
