//! The events, and their effects on the program (in this process or as processes) and on the model.

use std::cell::Cell;

use chancery::receive;

use super::disk::End;
use super::model::{Model, Settings};
use super::pushed::Pushed;
use super::world::World;
use super::{Said, hour, instant};

/// An event.
#[derive(Clone, Debug)]
pub enum Event {
    /// One push moves branches to other commits, or deletes them.
    Push(Vec<(String, Option<String>)>),
    /// The same, but the hook never runs, or is killed before it has done anything.
    Unheard(Vec<(String, Option<String>)>),
    Due,
    Follow,
    Publish,
    Rollback(usize, usize),
    /// The hook runs, and somebody rolls back while it builds.
    Amid(Box<Event>, usize, usize),
    ByHand,
    /// The last build is published from its folder, or a copy of the site prepared for an hour.
    Folder(Option<i64>),
    Prepare(i64),
    /// The last build is put, by mistake, where a site was prepared for an hour.
    MixUp(i64),
    IfDue,
    Private,
    Install(Settings),
    Prune,
    Tag,
}

impl Event {
    /// Returns the event itself, without what happens during it.
    pub fn inner(&self) -> &Self {
        if let Self::Amid(inner, ..) = self { inner } else { self }
    }

    /// Returns whether it can be killed, or can meet a full disk, in this process.
    pub fn can_fail(&self) -> bool {
        use Event::{Amid, IfDue, MixUp, Prepare, Private, Prune, Tag, Unheard};
        !matches!(self, Unheard(_) | Amid(..) | Prepare(_) | MixUp(_) | IfDue | Private | Prune | Tag)
    }

    /// Returns whether it is a process that can be killed.
    pub fn can_be_killed(&self, model: &Model) -> bool {
        match self {
            // If a site was already prepared for the hour, a kill would leave open which of the two is there.
            Self::Prepare(at) => !model.prepared.contains_key(&(model.settings.to, *at)),
            Self::IfDue => true,
            Self::Install(_) => false,
            _ => self.can_fail(),
        }
    }

    /// Returns whether it builds the local files for a manual publication.
    pub fn is_building(&self) -> bool {
        matches!(self, Self::ByHand | Self::IfDue)
    }
}

/// Prints the hook's events when a single sequence is examined.
pub fn show(event: &receive::Event<'_>) {
    if is_watched() {
        match event {
            receive::Event::Built(report, ..) => {
                let codes: Vec<&str> = report.report.diagnostics.iter().map(|fault| fault.code.name).collect();
                eprintln!("      built: {codes:?}");
            }
            receive::Event::Published(outcome, ..) => eprintln!("      published: {:?}", outcome.release),
            receive::Event::Refused(faults, _) => {
                let said: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
                eprintln!("      refused: {said:?}");
            }
            event => eprintln!("      {event:?}"),
        }
    }
}

/// Prints the result when a single sequence is examined.
pub fn heard<T: std::fmt::Debug>(result: Result<T, receive::Fault>) {
    if is_watched() {
        eprintln!("      {result:?}");
    }
}

pub fn is_watched() -> bool {
    std::env::var_os("CHANCERY_SEED").is_some()
}

/// Applies the event in this process.
pub fn happen(world: &World, model: &Model, event: &Event) -> Said {
    let hook = world.hook(model);
    let said = Cell::new(Said::Nothing);
    let tell = |event: receive::Event<'_>| {
        if let receive::Event::NothingDue(next) = event {
            said.set(Said::Next(next.map(hour)));
        }
        show(&event);
    };
    match event {
        Event::Push(all) => {
            let updates: Vec<_> = all.iter().map(|(branch, commit)| World::update(branch, commit.as_deref())).collect();
            heard(hook.receive(&updates, &tell));
        }
        Event::Unheard(_) => {}
        Event::Due => heard(hook.due(&tell)),
        Event::Follow => heard(hook.follow_up(&tell)),
        Event::Publish => heard(hook.publish_tip(None, &tell)),
        Event::Rollback(back, keep) => world.rollback(model, *back, *keep),
        Event::Amid(inner, back, keep) => {
            world.meanwhile(model, Some((*back, *keep)));
            let said = happen(world, model, inner);
            world.meanwhile(model, None);
            return said;
        }
        Event::ByHand => world.by_hand(model),
        Event::Folder(of) => world.by_folder(model, *of),
        Event::Prepare(at) => world.program(model, &["--prepare-at", &instant(*at)]),
        Event::MixUp(at) => world.mix_up(model, *at),
        Event::IfDue => world.program(model, &["--if-due"]),
        Event::Private => assert!(!world.publishes_what_is_private(model), "something private was published"),
        Event::Install(_) => heard(hook.tidy(&tell)),
        Event::Prune => world.prune(),
        Event::Tag => {
            let tag = receive::Update { new: Some("1".repeat(40)), name: b"refs/tags/v1".to_vec() };
            heard(hook.receive(&[tag], &tell));
        }
    }
    said.get()
}

/// Applies the event with processes; returns whether one was killed.
pub fn happen_in_processes(pushed: &Pushed, model: &Model, event: &Event, end: End) -> bool {
    let killed = match end {
        End::Well => None,
        // Here the number means milliseconds.
        End::Killed(after) | End::Full(after) => Some(after as u64),
    };
    match event {
        Event::Push(all) if all.is_empty() => return false,
        Event::Push(all) => return pushed.push(model, all, killed),
        Event::Unheard(all) => pushed.push_unheard(all),
        Event::Due => return pushed.hook(model, "due", killed),
        Event::Follow => return pushed.hook(model, "search", killed),
        Event::Publish => return pushed.hook(model, "publish", killed),
        Event::Rollback(back, _) => return pushed.publish(model, &["rollback", &back.to_string()], killed),
        Event::ByHand => return pushed.publish(model, &[], killed),
        Event::Folder(of) => {
            let folder = pushed.world.folder(model, *of);
            return pushed.publish(model, &["--from", folder.to_str().unwrap()], killed);
        }
        Event::Prepare(at) => return pushed.publish(model, &["--prepare-at", &instant(*at)], killed),
        Event::IfDue => return pushed.publish(model, &["--if-due"], killed),
        Event::MixUp(at) => pushed.world.mix_up(model, *at),
        Event::Private => assert!(!pushed.world.publishes_what_is_private(model), "something private was published"),
        Event::Install(settings) => pushed.install(settings),
        Event::Prune => pushed.collect_garbage(),
        Event::Tag => {
            if let Some(commit) = model.branches.values().next() {
                pushed.tag(commit);
            }
        }
        Event::Amid(..) => unreachable!("nobody can be told when to go back"),
    }
    false
}

/// Applies the event to the model.
pub fn as_the_model_says(model: &mut Model, event: &Event) {
    match event {
        Event::Push(all) => {
            let changed: Vec<String> = all.iter().map(|(branch, _)| branch.clone()).collect();
            model.receive(&changed);
        }
        Event::Due => model.due(),
        Event::Follow => model.follow(),
        Event::Publish => model.hook_publish(),
        Event::Rollback(back, keep) => model.rollback(*back, *keep),
        Event::Amid(inner, back, keep) => {
            model.meanwhile = Some((*back, *keep));
            as_the_model_says(model, inner);
            model.meanwhile = None;
        }
        Event::ByHand => model.by_hand(),
        Event::Folder(of) => model.by_folder(*of),
        Event::Prepare(at) => model.prepare(*at),
        Event::MixUp(at) => model.mix_up(*at),
        Event::IfDue => model.if_due(),
        Event::Install(settings) => model.install(settings.clone()),
        Event::Unheard(_) | Event::Private | Event::Prune | Event::Tag => {}
    }
}
