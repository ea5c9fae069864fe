//! The model: independent rules for what is public, pinned, due and previewed after each event.

use std::collections::{BTreeMap, BTreeSet};

use super::Said;
use super::content::{Content, View};

/// A release.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    pub view: View,
    pub commit: Option<String>,
    /// `None` after a publication from a folder, for which it is unknown.
    pub built_for: Option<i64>,
    pub due: Option<i64>,
    /// The earlier release that it restored.
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

/// A preview that exists or could not be built.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub of: Showing,
    /// The commit, and the hour it was built for; `None` if the preview does not exist.
    pub shown: Option<(String, i64)>,
    pub failed: Option<String>,
    pub due: Option<i64>,
}

/// The settings for previews.
#[derive(Clone, Debug, PartialEq)]
pub struct Showing {
    pub folder: &'static str,
    pub is_private: bool,
}

/// The settings of the hook.
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
    /// A commit that a push wants published, and the rollback that preceded the push.
    pub asked: Option<(String, Option<u64>)>,
    /// The local files for manual publications, and how often they were written.
    pub hand: (Content, u32),
    /// The last build of these files.
    pub built: Option<View>,
    /// The prepared sites, by destination and hour.
    pub prepared: BTreeMap<(&'static str, i64), Ahead>,
    /// A rollback during the hook's build: the number of steps back, and of releases to keep.
    pub meanwhile: Option<(usize, usize)>,
    /// The timer's last report of the next due hour.
    pub said: Said,
}

/// A site prepared for an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The files that it was built from, and how often they had been written.
    pub of: (Content, u32),
    /// The site in the folder; a different one if another was built into it.
    pub lies: View,
}

/// A site to be published.
struct Next {
    view: View,
    built_for: Option<i64>,
    due: Option<i64>,
    keep: usize,
}

impl Next {
    fn of(content: &Content, hour: i64) -> Self {
        Self { view: content.at(hour, false), built_for: Some(hour), due: content.next(hour), keep: content.keep }
    }
}

/// The reason for a publication.
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
            built: None,
            prepared: BTreeMap::new(),
            meanwhile: None,
            said: Said::Nothing,
        }
    }

    pub fn destination(&self) -> Destination {
        self.destinations.get(self.settings.to).cloned().unwrap_or_default()
    }

    pub fn tip(&self) -> Option<String> {
        self.branches.get(self.settings.branch).cloned()
    }

    /// Publishes a site; `None` if the plan forbids it.
    fn put(&mut self, next: Next, commit: Option<&str>, why: Why) -> Option<()> {
        let mut to = self.destination();
        let Next { view, built_for, due, keep } = next;
        let old = to.releases.get(&to.current).cloned();
        let is_missed = |number: &u32| match why {
            // Addresses that a rollback removed are not missed.
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
                to.add(release, keep);
            }
        }
        self.destinations.insert(self.settings.to, to);
        Some(())
    }

    /// Publishes a commit of the published branch.
    fn publish(&mut self, commit: &str, why: Why) {
        let content = self.commits[commit].clone();
        let over = self.destination();
        if let Some((back, keep)) = self.meanwhile.take() {
            self.rollback(back, keep);
        }
        // A manual publication overrides everything; a push does not override a rollback that came after it.
        let is_overtaken = why != Why::Hand && self.destination().pinned != over.pinned;
        let is_sound =
            !content.is_bad && !is_overtaken && self.put(Next::of(&content, self.now), Some(commit), why).is_some();
        if why == Why::Hour {
            return;
        }
        self.asked = None;
        let built_for = self.destination().public().and_then(|public| public.built_for);
        self.failed = (!is_sound).then(|| (commit.to_owned(), built_for.filter(|built_for| *built_for > self.now)));
    }

    /// Handles a push of branches, `main` first.
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

    /// Runs the timer.
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
        // After a publication from a folder, nothing is known to be due.
        let public = to.public().and_then(|public| Some((public.commit.clone()?, public.due)));
        let is_due = |(_, due): &(String, Option<i64>)| due.is_some_and(|due| due <= self.now);
        let new = tip.filter(is_new);
        let hour = public.clone().filter(is_due);
        match (&new, hour) {
            (Some(tip), _) => self.publish(tip, Why::Push),
            (None, Some((commit, _))) => self.publish(&commit, Why::Hour),
            (None, None) => {
                self.complete_previews();
                let previews = self.previews.values().filter_map(|preview| preview.due);
                self.said = Said::Next(public.and_then(|(_, due)| due).into_iter().chain(previews).min());
                return;
            }
        }
        self.complete_previews();
        self.said = Said::Nothing;
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

    /// Publishes the local files by hand.
    pub fn by_hand(&mut self) {
        let content = self.hand.0.clone();
        if !content.is_bad {
            self.built = Some(content.at(self.now, false));
            self.put(Next::of(&content, self.now), None, Why::Hand);
        }
    }

    /// Publishes a folder: the last build, or a copy of the site prepared for an hour.
    pub fn by_folder(&mut self, of: Option<i64>) {
        let name = self.settings.to;
        let view = match of {
            None => self.built.clone(),
            Some(at) => self.prepared.get(&(name, at)).map(|ahead| ahead.lies.clone()),
        };
        let Some(view) = view else { return };
        let is_early = |(place, ahead): (&(&str, i64), &Ahead)| {
            let (content, at) = (&ahead.of.0, place.1);
            place.0 == name && content.at(at, false) == view && content.since(at).is_some_and(|since| since > self.now)
        };
        if !self.prepared.iter().any(is_early) {
            self.put(Next { view, built_for: None, due: None, keep: self.hand.0.keep }, None, Why::Hand);
        }
    }

    /// Builds the local files for a future hour.
    pub fn prepare(&mut self, at: i64) {
        let (content, written) = self.hand.clone();
        let view = content.at(at, false);
        self.prepared.remove(&(self.settings.to, at));
        if !content.is_bad && self.destination().ever.iter().all(|number| view.answers(*number)) {
            self.prepared.insert((self.settings.to, at), Ahead { of: (content, written), lies: view });
        }
    }

    /// Puts the last build, by mistake, into the folder of a prepared site.
    pub fn mix_up(&mut self, at: i64) {
        if let (Some(ahead), Some(built)) = (self.prepared.get_mut(&(self.settings.to, at)), &self.built) {
            ahead.lies = built.clone();
        }
    }

    /// Publishes the local files by a timer.
    pub fn if_due(&mut self) {
        let (content, written) = self.hand.clone();
        let (to, name, now) = (self.destination(), self.settings.to, self.now);
        if to.pinned.is_some() {
            return;
        }
        let ahead = self.prepared.keys().filter(|(to, _)| *to == name).map(|(_, at)| *at);
        if let Some(since) = to.public().and_then(|public| public.built_for) {
            let due = content.next(since).into_iter().chain(ahead.filter(|at| *at > since)).min();
            if due.is_none_or(|due| due > now) {
                return;
            }
            // The latest prepared site is used if it is unchanged, and neither files nor time have changed anything
            // since.
            let last = self.prepared.iter().filter(|((to, at), _)| *to == name && *at <= now).next_back();
            let is_ready = |(at, ahead): &(i64, Ahead)| {
                let is_same = ahead.of.1 == written && ahead.lies == content.at(*at, false);
                is_same && content.next(*at).is_none_or(|next| next > now)
            };
            let ready = last.map(|((_, at), ahead)| (*at, ahead.clone())).filter(is_ready);
            if let Some((at, _)) = ready {
                if self.put(Next::of(&content, at), None, Why::Hour).is_some() {
                    self.prepared.retain(|(to, hour), _| *to != name || *hour > at);
                }
                return;
            }
        }
        if !content.is_bad {
            self.built = Some(content.at(now, false));
            self.put(Next::of(&content, now), None, Why::Hour);
        }
    }

    /// Changes the settings of the hook.
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

    /// Returns the commits that must not be pruned.
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

    /// Returns the kept release that was public some steps ago. A restored release counts at its first position.
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
