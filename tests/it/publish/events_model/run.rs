//! A sequence of events: what may happen, how it happens, and what must be so afterwards.

use super::Dice;
use super::content::{Content, State, Statement};
use super::instant;
use super::model::{Model, Settings, Showing, edited};
use super::pushed::Pushed;
use super::world::{End, World};

/// A sequence under way.
pub struct Run {
    real: Real,
    model: Model,
    dice: Dice,
    /// Numbers that were used for commits and texts.
    number: u32,
    told: Vec<String>,
}

/// The real thing: in this process, or as processes.
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

/// Something that may happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// Branches come to other commits, or go, in one push.
    Push(Vec<(String, Option<String>)>),
    Due,
    Follow,
    Publish,
    Rollback(usize, usize),
    ByHand,
    Prepare(i64),
    IfDue,
    Private,
    Install(Settings),
    Prune,
    Tag,
}

impl Run {
    pub fn new(seed: u64, is_pushed: bool) -> Self {
        let mut model = Model::new();
        let real = if is_pushed { Real::Pushed(Pushed::new(&model)) } else { Real::Here(World::new()) };
        let statement = Statement { state: State::Shown, embargo: None, text: 0 };
        model.hand.0.statements.insert(0, statement);
        real.world().write_hand(&model.hand.0);
        Self { real, model, dice: Dice(seed), number: 0, told: vec![format!("CHANCERY_SEED={seed}")] }
    }

    /// Makes another content of one; with processes, none is ever the same as another, since pages tell of commits.
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
        match self.dice.below(25) {
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
                        // Forced back, or to where another branch is.
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
                Event::Push(all)
            }
            9..=11 => Event::Due,
            12 => Event::Follow,
            13 => Event::Publish,
            14..=16 => Event::Rollback(1 + self.dice.below(3), self.keep()),
            17 => Event::ByHand,
            18 => Event::Prepare(self.model.now + 1 + self.dice.below(3) as i64),
            19 => Event::IfDue,
            20 => Event::Private,
            21 | 22 => {
                let folder = self.dice.one(&["pa", "pb"]);
                let is_private = self.dice.below(2) == 0;
                Event::Install(Settings {
                    to: self.dice.one(&["one", "one", "two"]),
                    branch: self.dice.one(&["main", "main", "release"]),
                    previews: (self.dice.below(4) > 0).then_some(Showing { folder, is_private }),
                })
            }
            23 => Event::Tag,
            _ => Event::Prune,
        }
    }

    /// How many releases a rollback keeps: the program takes that from the files of whoever runs it.
    fn keep(&mut self) -> usize {
        match self.real {
            Real::Here(_) => 2 + self.dice.below(3),
            Real::Pushed(_) => self.model.hand.0.keep,
        }
    }

    /// What comes before an event and is no part of what may be killed.
    fn before(&mut self, event: &Event) {
        match self.dice.below(10) {
            0 => self.model.now -= 1 + self.dice.below(3) as i64,
            1..=5 => self.model.now += self.dice.below(3) as i64,
            _ => {}
        }
        match event {
            Event::Push(all) => {
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
                // Somebody who has the files of the branch, or edits their own.
                let tip = self.model.tip().map(|tip| self.model.commits[&tip].clone());
                let before = tip.filter(|_| self.dice.below(2) == 0).unwrap_or(before);
                let content = self.edited(&before);
                self.real.world().write_hand(&content);
                self.model.hand = (content, written + 1);
            }
            _ => {}
        }
    }

    /// Lets it happen; tells whether it was killed, or the disk was full.
    fn really(&mut self, event: &Event, end: End) -> bool {
        match &mut self.real {
            Real::Here(world) => {
                world.end(end);
                happen(world, &self.model, event);
                let has_failed = world.has_failed();
                world.end(End::Well);
                has_failed
            }
            Real::Pushed(pushed) => happen_in_processes(pushed, &self.model, event, end),
        }
    }

    pub fn step(&mut self) {
        let event = self.event();
        self.before(&event);
        let can_end = !matches!(
            event,
            Event::Prepare(_) | Event::IfDue | Event::Private | Event::Prune | Event::Tag | Event::Install(_)
        );
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
        let has_failed = self.really(&event, end);
        let mut after = before.clone();
        as_the_model_says(&mut after, &event);
        if let (Real::Pushed(pushed), Event::Push(_), false) = (&self.real, &event, has_failed) {
            // Nobody waits for it, but this.
            pushed.follow(&self.model);
            after.follow();
        }
        if has_failed {
            self.recover(&before, &after);
        } else {
            self.model = after;
            self.compare("");
        }
    }

    /// What was killed has been done or not, and the next run does what is left of it.
    fn recover(&mut self, before: &Model, after: &Model) {
        let done = [after, before].into_iter().find(|model| self.differences(model, true).is_empty());
        let Some(done) = done else {
            self.fail(&[self.differences(after, true), self.differences(before, true)].concat(), "neither old nor new")
        };
        self.model = Model { settings: after.settings.clone(), ..done.clone() };
        match &self.real {
            Real::Here(world) => drop(world.hook(&self.model).due(&|_| {})),
            Real::Pushed(pushed) => drop(pushed.hook(&self.model, "due", None)),
        }
        // The hook may have remembered what it was asked for, or what it refused, or not have come to that.
        let mut found = Vec::new();
        for asked in [&after.asked, &before.asked, &self.asked_before_its_end(before)] {
            for failed in [&after.failed, &before.failed] {
                let mut model = Model { asked: asked.clone(), failed: failed.clone(), ..self.model.clone() };
                if (model.settings.to, model.settings.branch) != (before.settings.to, before.settings.branch) {
                    (model.asked, model.failed) = (None, None);
                }
                model.previews.clone_from(&before.previews);
                model.due();
                found = [self.differences(&model, true), self.real.world().differing_previews(&model)].concat();
                if found.is_empty() {
                    self.model = model;
                    let world = self.real.world();
                    for (name, to) in &mut self.model.destinations {
                        let kept = world.kept(name);
                        to.releases.iter_mut().for_each(|(number, release)| release.is_kept = kept.contains(number));
                    }
                    return;
                }
            }
        }
        self.fail(&found, "after what was killed");
    }

    /// What a push asks for until it is done.
    fn asked_before_its_end(&self, before: &Model) -> Option<(String, Option<u64>)> {
        Some((self.model.tip()?, before.destination().pinned))
    }

    fn differences(&self, model: &Model, is_after_failure: bool) -> Vec<String> {
        let has_commit = |id: &str| match &self.real {
            Real::Here(world) => world.has_commit(id),
            Real::Pushed(pushed) => pushed.has_commit(id),
        };
        let lost = model.reachable().into_iter().filter(|id| !has_commit(id)).map(|id| format!("{id} is lost"));
        self.real.world().differences(model, is_after_failure).into_iter().chain(lost).collect()
    }

    fn compare(&self, when: &str) {
        let found = [self.differences(&self.model, false), self.real.world().differing_previews(&self.model)].concat();
        if !found.is_empty() {
            self.fail(&found, when);
        }
    }

    fn fail(&self, found: &[String], when: &str) -> ! {
        panic!("{when}\n{}\n\n{}", found.join("\n"), self.told.join("\n"));
    }
}

/// Shows what the hook says, where one looks at a single sequence.
fn told(event: chancery::receive::Event<'_>) {
    if is_watched() {
        match event {
            chancery::receive::Event::Built(report, ..) => {
                let codes: Vec<&str> = report.diagnostics.iter().map(|fault| fault.code.name).collect();
                eprintln!("      built: {codes:?}");
            }
            event => eprintln!("      {event:?}"),
        }
    }
}

fn heard<T: std::fmt::Debug>(result: Result<T, chancery::receive::Fault>) {
    if is_watched() {
        eprintln!("      {result:?}");
    }
}

fn is_watched() -> bool {
    std::env::var_os("CHANCERY_SEED").is_some()
}

fn happen(world: &World, model: &Model, event: &Event) {
    let hook = world.hook(model);
    let tell = told;
    match event {
        Event::Push(all) => {
            let updates: Vec<_> = all.iter().map(|(branch, commit)| World::update(branch, commit.as_deref())).collect();
            heard(hook.receive(&updates, &tell));
        }
        Event::Due => heard(hook.due(&tell)),
        Event::Follow => heard(hook.follow_up(&tell)),
        Event::Publish => heard(hook.publish_tip(None, &tell)),
        Event::Rollback(back, keep) => world.rollback(model, *back, *keep),
        Event::ByHand => world.by_hand(model),
        Event::Prepare(at) => world.program(model, &["--prepare-at", &instant(*at)]),
        Event::IfDue => world.program(model, &["--if-due"]),
        Event::Private => assert!(!world.publishes_what_is_private(model), "something private was published"),
        Event::Install(_) => heard(hook.tidy(&tell)),
        Event::Prune => world.prune(),
        Event::Tag => {
            let tag = chancery::receive::Update { new: Some("1".repeat(40)), name: b"refs/tags/v1".to_vec() };
            heard(hook.receive(&[tag], &tell));
        }
    }
}

fn happen_in_processes(pushed: &Pushed, model: &Model, event: &Event, end: End) -> bool {
    let killed = match end {
        End::Well => None,
        // So many milliseconds.
        End::Killed(after) | End::Full(after) => Some(after as u64),
    };
    match event {
        Event::Push(all) if all.is_empty() => return false,
        Event::Push(all) => return pushed.push(model, all, killed),
        Event::Due => return pushed.hook(model, "due", killed),
        Event::Follow => return pushed.hook(model, "search", killed),
        Event::Publish => return pushed.hook(model, "publish", killed),
        Event::Rollback(back, _) => return pushed.publish(model, &["rollback", &back.to_string()], killed),
        Event::ByHand => return pushed.publish(model, &[], killed),
        Event::Prepare(at) => drop(pushed.publish(model, &["--prepare-at", &instant(*at)], None)),
        Event::IfDue => drop(pushed.publish(model, &["--if-due"], None)),
        Event::Private => assert!(!pushed.world.publishes_what_is_private(model), "something private was published"),
        Event::Install(settings) => pushed.install(settings),
        Event::Prune => pushed.collect_garbage(),
        Event::Tag => {
            if let Some(commit) = model.branches.values().next() {
                pushed.tag(commit);
            }
        }
    }
    false
}

fn as_the_model_says(model: &mut Model, event: &Event) {
    match event {
        Event::Push(all) => {
            let changed: Vec<String> = all.iter().map(|(branch, _)| branch.clone()).collect();
            model.receive(&changed);
        }
        Event::Due => model.due(),
        Event::Follow => model.follow(),
        Event::Publish => model.hook_publish(),
        Event::Rollback(back, keep) => model.rollback(*back, *keep),
        Event::ByHand => model.by_hand(),
        Event::Prepare(at) => model.prepare(*at),
        Event::IfDue => model.if_due(),
        Event::Install(settings) => model.install(settings.clone()),
        Event::Private | Event::Prune | Event::Tag => {}
    }
}
