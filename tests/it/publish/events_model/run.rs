//! Runs a sequence of events: chooses each event, applies it and checks the result.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Content, State, Statement};
use super::disk::End;
use super::edits::edited;
use super::happen::{Event, as_the_model_says, happen, happen_in_processes, heard, is_watched, show};
use super::model::{Model, Settings, Showing};
use super::pushed::Pushed;
use super::world::World;
use super::{Dice, Said};

/// A running sequence.
pub struct Run {
    real: Real,
    model: Model,
    /// The possible memories of the hook: after a kill it is unknown which one it has, until an event depends on it.
    memories: Vec<Memory>,
    dice: Dice,
    /// The last number used for commits and texts.
    number: u32,
    /// The addresses of every page that was ever public, by destination.
    ever: BTreeMap<&'static str, BTreeSet<String>>,
    told: Vec<String>,
}

/// The hook's memory of a commit to publish and of one that was refused.
#[derive(Clone, PartialEq)]
struct Memory {
    asked: Option<(String, Option<u64>)>,
    failed: Option<(String, Option<i64>)>,
}

impl Memory {
    fn of(model: &Model) -> Self {
        Self { asked: model.asked.clone(), failed: model.failed.clone() }
    }

    /// Returns the model in which the hook has this memory.
    fn within(&self, model: &Model) -> Model {
        Model { asked: self.asked.clone(), failed: self.failed.clone(), ..model.clone() }
    }
}

/// The program under test: in this process, or as processes.
pub enum Real {
    Here(World),
    Pushed(Pushed),
}

impl Real {
    fn world(&self) -> &World {
        match self {
            Self::Here(world) => world,
            Self::Pushed(pushed) => &pushed.world,
        }
    }
}

impl Run {
    pub fn new(seed: u64, is_pushed: bool) -> Self {
        let mut model = Model::new();
        let real = if is_pushed { Real::Pushed(Pushed::new(&model)) } else { Real::Here(World::new()) };
        let statement = Statement { state: State::Shown, embargo: None, text: 0 };
        model.hand.0.statements.insert(0, statement);
        real.world().write_hand(&model.hand.0);
        Self {
            real,
            memories: vec![Memory::of(&model)],
            model,
            dice: Dice(seed),
            number: 0,
            ever: BTreeMap::new(),
            told: vec![format!("CHANCERY_SEED={seed}")],
        }
    }

    /// Returns an edited copy of a content. With processes, no two are the same, since pages show commits.
    fn edited(&mut self, before: &Content) -> Content {
        let mut content = edited(before, self.model.now, &mut self.dice, &mut self.number);
        if matches!(self.real, Real::Pushed(_)) {
            self.number += 1;
            content.about = self.number;
        }
        content
    }

    /// Makes a commit after another, if there is one.
    fn commit(&mut self, before: Option<&str>) -> String {
        let statements = || [(0, Statement { state: State::Shown, embargo: None, text: 0 })].into();
        let content = before.map_or_else(
            || Content { statements: statements(), keep: 4, ..Content::default() },
            |before| self.model.commits[before].clone(),
        );
        let mut content = self.edited(&content);
        content.statements.entry(0).or_insert(Statement { state: State::Shown, embargo: None, text: 0 });
        content.is_bad = self.dice.below(6) == 0;
        self.number += 1;
        let id = match &self.real {
            Real::Here(world) => world.commit(self.number, &content),
            Real::Pushed(pushed) => pushed.commit(before, &content),
        };
        self.told.push(format!("    {} = {content:?}", &id[..10]));
        self.model.commits.insert(id.clone(), content);
        id
    }

    fn event(&mut self) -> Event {
        let branches = ["main", "main", "main", "one", "feature/x", "release"];
        let all: Vec<(&'static str, i64)> = self.model.prepared.keys().copied().collect();
        let ahead: Vec<i64> = all.iter().filter(|(to, _)| *to == self.model.settings.to).map(|(_, at)| *at).collect();
        match self.dice.below(29) {
            0..=8 => {
                let mut all: Vec<(String, Option<String>)> = Vec::new();
                for _ in 0..=self.dice.below(3) / 2 {
                    let branch = (*self.dice.of(&branches)).to_owned();
                    if all.iter().any(|(name, _)| *name == branch) {
                        continue;
                    }
                    let tip = self.model.branches.get(&branch).cloned();
                    let commit = match self.dice.below(8) {
                        0 => None,
                        // A forced push, back or to the commit of another branch.
                        1 | 2 if !self.model.branches.is_empty() => {
                            let tips: Vec<String> = self.model.branches.values().cloned().collect();
                            let public = self.model.destination().public().and_then(|public| public.commit.clone());
                            let all: Vec<String> = tips.into_iter().chain(public).collect();
                            Some(self.dice.of(&all).clone())
                        }
                        _ => Some(self.commit(tip.as_deref())),
                    };
                    if commit != tip {
                        all.push((branch, commit));
                    }
                }
                if self.dice.below(8) == 0 { Event::Unheard(all) } else { Event::Push(all) }
            }
            9..=11 => Event::Due,
            12 => Event::Follow,
            13 => Event::Publish,
            14..=16 => Event::Rollback(1 + self.dice.below(3), self.keep()),
            17 => Event::ByHand,
            18 | 19 => {
                // Mostly for the hour of the next change.
                let next = self.model.hand.0.next(self.model.now).filter(|_| self.dice.below(3) > 0);
                Event::Prepare(next.unwrap_or(self.model.now + 1 + self.dice.below(3) as i64))
            }
            20 | 21 => Event::IfDue,
            22 if self.model.built.is_some() => Event::Folder(None),
            23 if !ahead.is_empty() => Event::Folder(Some(*self.dice.of(&ahead))),
            24 if !ahead.is_empty() && self.model.built.is_some() => Event::MixUp(*self.dice.of(&ahead)),
            22..=24 => Event::Private,
            25 | 26 => {
                let folder = self.dice.one(&["pa", "pb"]);
                let is_private = self.dice.below(2) == 0;
                Event::Install(Settings {
                    to: self.dice.one(&["one", "one", "two"]),
                    branch: self.dice.one(&["main", "main", "release"]),
                    previews: (self.dice.below(4) > 0).then_some(Showing { folder, is_private }),
                })
            }
            27 => Event::Tag,
            _ => Event::Prune,
        }
    }

    /// Returns how many releases a rollback keeps. The program reads that from the files of the user who runs it.
    fn keep(&mut self) -> usize {
        match self.real {
            Real::Here(_) => 2 + self.dice.below(3),
            Real::Pushed(_) => self.model.hand.0.keep,
        }
    }

    /// Prepares an event; these steps are never killed.
    fn before(&mut self, event: &Event) {
        match self.dice.below(10) {
            0 => self.model.now -= 1 + self.dice.below(3) as i64,
            1..=5 => self.model.now += self.dice.below(3) as i64,
            _ => {}
        }
        // Let the timer run at an hour for which a site is prepared.
        let ahead = self.model.prepared.keys().filter(|(to, _)| *to == self.model.settings.to).map(|(_, at)| *at).min();
        if let (Event::IfDue, Some(at)) = (event, ahead.filter(|_| self.dice.below(2) == 0)) {
            self.model.now = self.model.now.max(at);
        }
        match event.inner() {
            Event::Push(all) | Event::Unheard(all) => {
                for (branch, commit) in all {
                    self.real.world().set_branch(branch, commit.as_deref());
                    match commit {
                        Some(commit) => drop(self.model.branches.insert(branch.clone(), commit.clone())),
                        None => drop(self.model.branches.remove(branch)),
                    }
                }
            }
            Event::ByHand | Event::Prepare(_) if self.dice.below(2) == 0 => {
                let (before, written) = self.model.hand.clone();
                // Somebody takes the files of the branch, or edits their own.
                let tip = self.model.tip().map(|tip| self.model.commits[&tip].clone());
                let before = tip.filter(|_| self.dice.below(2) == 0).unwrap_or(before);
                let content = self.edited(&before);
                self.real.world().write_hand(&content);
                self.model.hand = (content, written + 1);
            }
            _ => {}
        }
    }

    /// Applies the event to the program; returns whether it was killed or the disk was full, and the timer's report.
    fn really(&mut self, event: &Event, end: End) -> (bool, Said) {
        match &mut self.real {
            Real::Here(world) => {
                world.end(end);
                let said = happen(world, &self.model, event);
                let has_failed = world.has_failed();
                world.end(End::Well);
                (has_failed, said)
            }
            Real::Pushed(pushed) => (happen_in_processes(pushed, &self.model, event, end), Said::Nothing),
        }
    }

    pub fn step(&mut self) {
        let mut event = self.event();
        let is_here = matches!(self.real, Real::Here(_));
        if is_here && matches!(event, Event::Push(_) | Event::Due | Event::Publish) && self.dice.below(10) == 0 {
            event = Event::Amid(Box::new(event), 1 + self.dice.below(2), self.keep());
        }
        self.before(&event);
        let can_end = if is_here { event.can_fail() } else { event.can_be_killed(&self.model) };
        let end = match self.dice.below(10) {
            0..=2 if can_end => End::Killed(self.dice.below(160)),
            3 if can_end => End::Full(self.dice.below(120)),
            _ => End::Well,
        };
        self.told.push(format!("at {}: {event:?} {end:?}", self.model.now));
        if is_watched() {
            eprintln!("{}", self.told[self.told.len() - 1]);
        }
        let before = self.model.clone();
        if let Event::Install(settings) = &event {
            self.model.settings = settings.clone();
        }
        let (has_failed, said) = self.really(&event, end);
        let outcomes: Vec<(Model, Model)> = self
            .memories
            .iter()
            .map(|memory| memory.within(&before))
            .map(|before| self.outcome(before, &event))
            .collect();
        if let (Real::Pushed(pushed), Event::Push(_), false) = (&self.real, &event, has_failed) {
            // A pusher does not wait for this, but the test must.
            pushed.follow(&self.model);
        }
        let models = if has_failed {
            self.recovered(&event, outcomes)
        } else {
            let says = is_here && matches!(event.inner(), Event::Due);
            self.fitting(outcomes.into_iter().map(|(_, after)| after), says.then_some(said))
        };
        self.memories.clear();
        for memory in models.iter().map(Memory::of) {
            if !self.memories.contains(&memory) {
                self.memories.push(memory);
            }
        }
        self.model = models.into_iter().next().unwrap();
        for (name, to) in &self.model.destinations {
            let ever = self.ever.entry(name).or_default();
            let lost = self.real.world().unanswered(name, to.pinned.is_some(), ever);
            if !lost.is_empty() {
                self.fail(&lost, "addresses");
            }
        }
    }

    /// Returns the model before and after an event.
    fn outcome(&self, before: Model, event: &Event) -> (Model, Model) {
        let mut after = before.clone();
        as_the_model_says(&mut after, event);
        if let (Real::Pushed(_), Event::Push(_)) = (&self.real, event) {
            after.follow();
        }
        (before, after)
    }

    /// Returns the models that match the program's state and the timer's report.
    fn fitting(&self, models: impl Iterator<Item = Model>, said: Option<Said>) -> Vec<Model> {
        let mut fitting = Vec::new();
        let mut differing = None;
        for model in models {
            let mut found = [self.differences(&model, false), self.real.world().differing_previews(&model)].concat();
            if let Some(said) = said.filter(|said| *said != model.said) {
                found.push(format!("the timer: {said:?} is due next, not {:?}", model.said));
            }
            if found.is_empty() {
                fitting.push(model);
            } else {
                differing.get_or_insert(found);
            }
        }
        if fitting.is_empty() {
            self.fail(&differing.unwrap_or_default(), "afterwards");
        }
        fitting
    }

    /// Handles a kill: the event may or may not have happened, and the next run does the rest.
    fn recovered(&mut self, event: &Event, mut outcomes: Vec<(Model, Model)>) -> Vec<Model> {
        let world = self.real.world();
        for (before, after) in &mut outcomes {
            // Each prepared site is added or removed on its own, so any subset may exist.
            let mut prepared = before.prepared.clone();
            prepared.extend(after.prepared.clone());
            prepared.retain(|(to, at), _| world.prepared(to).contains(at));
            // In this process, builds use a disk that does not fail; with processes, it is unknown how far a build
            // came.
            let built = after.built.clone().filter(|_| matches!(self.real, Real::Here(_)) || !event.is_building());
            for model in [&mut *before, after] {
                (model.prepared, model.built) = (prepared.clone(), built.clone());
            }
        }
        let done_or_not = |(before, after): &(Model, Model)| {
            let done = [after, before].into_iter().find(|model| self.differences(model, true).is_empty());
            done.map(|done| (before.clone(), after.clone(), done.clone()))
        };
        let ends: Vec<(Model, Model, Model)> = outcomes.iter().filter_map(done_or_not).collect();
        if ends.is_empty() {
            let (before, after) = &outcomes[0];
            self.fail(&[self.differences(after, true), self.differences(before, true)].concat(), "neither old nor new")
        }
        self.model.settings = ends[0].1.settings.clone();
        match &self.real {
            Real::Here(world) => heard(world.hook(&self.model).due(&|event| show(&event))),
            Real::Pushed(pushed) => drop(pushed.hook(&self.model, "due", None)),
        }
        let mut fitting = Vec::new();
        let mut found = Vec::new();
        for (before, after, done) in &ends {
            let done = Model { settings: after.settings.clone(), ..done.clone() };
            // The hook may or may not have recorded the commit that it was asked for or that it refused.
            let asked_before_its_end = done.tip().map(|tip| (tip, before.destination().pinned));
            for asked in [&after.asked, &before.asked, &asked_before_its_end] {
                for failed in [&after.failed, &before.failed] {
                    let mut model = Memory { asked: asked.clone(), failed: failed.clone() }.within(&done);
                    if (model.settings.to, model.settings.branch) != (before.settings.to, before.settings.branch) {
                        (model.asked, model.failed) = (None, None);
                    }
                    model.previews.clone_from(&before.previews);
                    model.due();
                    found = [self.differences(&model, true), self.real.world().differing_previews(&model)].concat();
                    if found.is_empty() {
                        fitting.push(model);
                    }
                }
            }
        }
        if fitting.is_empty() {
            self.fail(&found, "after what was killed");
        }
        for (name, to) in fitting.iter_mut().flat_map(|model| &mut model.destinations) {
            let kept = self.real.world().kept(name);
            to.releases.iter_mut().for_each(|(number, release)| release.is_kept = kept.contains(number));
        }
        fitting
    }

    fn differences(&self, model: &Model, is_after_failure: bool) -> Vec<String> {
        let has_commit = |id: &str| match &self.real {
            Real::Here(world) => world.has_commit(id),
            Real::Pushed(pushed) => pushed.has_commit(id),
        };
        let lost = model.reachable().into_iter().filter(|id| !has_commit(id)).map(|id| format!("{id} is lost"));
        self.real.world().differences(model, is_after_failure).into_iter().chain(lost).collect()
    }

    fn fail(&self, found: &[String], when: &str) -> ! {
        panic!("{when}\n{}\n\n{}", found.join("\n"), self.told.join("\n"));
    }
}
