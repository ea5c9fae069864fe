//! Publishing for the sake of time: when an hour has come, and ahead of it.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::Job;
use crate::cli::exit::Exit;
use crate::cli::place;
use crate::diag::codes;
use crate::engine::{self, CacheChoice, Options};
use crate::fs::{Inputs, Tree, Why};
use crate::publish::{self, Hour, Order, Prepared, Public, Sources};
use crate::spec::clock_time;

impl Job<'_> {
    /// Publishes if an hour has come, what was prepared for it where that still holds.
    pub(super) fn publish_if_due(&self, to: &Path, site: Options) -> Exit {
        let (inputs, _) = Inputs::open(&site.root, site.now);
        let settings = match place::usable_settings(&inputs, self.console) {
            Ok(settings) => settings,
            Err(exit) => return exit,
        };
        match publish::hour(to, &inputs.files, &settings, inputs.now) {
            Err(fault) => self.fail(&[fault]),
            Ok(Hour::NotYet(Some(next))) => {
                self.console.say(&format!("nothing is due before {}", clock_time(next, &settings.timezone)));
                Exit::Fine
            }
            Ok(Hour::NotYet(None)) => {
                self.console.say("nothing is due");
                Exit::Fine
            }
            Ok(Hour::Pinned(release)) => {
                self.console.say(&format!(
                    "release {release} is pinned by a rollback, so time changes nothing: `chancery publish` publishes the \
                     site as it is now, and ends that"
                ));
                Exit::Fine
            }
            Ok(Hour::Unknown) => self.publish_now(to, site, Why::Hour, None),
            Ok(Hour::Due(_)) => {
                // Whoever publishes or goes back meanwhile has the last word.
                let over = match publish::public(to) {
                    Ok(over) => over,
                    Err(fault) => return self.fail(&[fault]),
                };
                let published = self.prepared(to, &inputs, &settings, &site);
                let published =
                    published.and_then(|prepared| self.publish_prepared(to, &prepared, &settings, &site, over.clone()));
                published.unwrap_or_else(|| self.publish_now(to, site, Why::Hour, over))
            }
        }
    }

    /// Returns what was prepared, if it is what a build would make now: its hour has come, nothing has changed in the
    /// sources, and time has changed nothing since.
    fn prepared(
        &self,
        to: &Path,
        inputs: &Inputs,
        settings: &crate::config::Settings,
        site: &Options,
    ) -> Option<Prepared> {
        let prepared = Prepared::list(to).into_iter().rev().find(|prepared| prepared.at <= inputs.now)?;
        if !prepared.is_of(inputs, &self.particulars(site)) {
            self.console.say("the sources have changed since the site was prepared: it is built again");
            return None;
        }
        let (documents, _) = engine::parse(settings, &inputs.files);
        let mut later = crate::site::due::due(&documents, settings, prepared.at).into_iter();
        let is_past = later.any(|due| due.what.is_public() && due.at <= inputs.now);
        (!is_past).then_some(prepared)
    }

    /// Publishes what was prepared; `None` where it turns out to be another site.
    fn publish_prepared(
        &self,
        to: &Path,
        prepared: &Prepared,
        settings: &crate::config::Settings,
        site: &Options,
        over: Option<Public>,
    ) -> Option<Exit> {
        let (documents, _) = engine::parse(settings, &Tree::scan(&site.root).0);
        let later = crate::site::due::due(&documents, settings, prepared.at);
        let due = later.iter().find(|due| due.what.is_public()).map(|due| due.at);
        let order = self.order(to, &settings.publish, site);
        let options = Options { now: Some(prepared.at), ..self.building(site.clone()) };
        let sources = Some(Arc::new(Sources::unread(&options)));
        let order = Order { why: Why::Hour, built_for: Some(prepared.at), due, over, sources, ..order };
        let result = prepared.publish(&order);
        if let Err(faults) = &result
            && faults.iter().any(|fault| fault.code == &codes::UNPUBLISHABLE_OUTPUT)
        {
            self.console.say(&format!(
                "what was prepared for {} is another site by now: it is built again",
                clock_time(prepared.at, &settings.timezone)
            ));
            return None;
        }
        let exit = self.tell(&result, &order);
        if exit == Exit::Fine && !order.dry_run {
            return Some(Prepared::forget(to, prepared.at).err().map_or(exit, |fault| self.fail(&[fault])));
        }
        Some(exit)
    }

    /// Builds for an hour ahead.
    pub(super) fn prepare(&self, to: &Path, at: Timestamp, site: Options) -> Exit {
        let settings = publish::settings_of(&Tree::scan(&site.root).0);
        let order = self.order(to, &settings, &site);
        if let Err(fault) = Prepared::begin(&order, at) {
            return self.fail(&[fault]);
        }
        let cache = CacheChoice::Folder(Prepared::cache(to));
        let options = Options { now: Some(at), cache, ..self.building(site.clone()) };
        let report = match self.build(&options, &Prepared::site(to, at)) {
            Ok(report) => report,
            Err(exit) => return exit,
        };
        // What the plan forbids is better known now than at the hour.
        let order = Order { sources: Some(Arc::new(Sources::of(&report, &options))), ..order };
        match Prepared::plan(at, &order).map(|plan| plan.refusals(&order)) {
            Ok(refusals) if refusals.is_empty() => {}
            Ok(refusals) => return self.refuse(&refusals, &order),
            Err(fault) => return self.fail(&[fault]),
        }
        if let Err(fault) = Prepared::finish(&order, at, &report.inputs, &self.particulars(&site)) {
            return self.fail(&[fault]);
        }
        let zone = publish::zone_of(&report.inputs.files);
        let by_the_clock = clock_time(at, &zone);
        self.console.say(&format!(
            "prepared for {at}, that is {by_the_clock}: `chancery publish --if-due` makes it public then, not before"
        ));
        if !self.arguments.wait {
            return Exit::Fine;
        }
        while Inputs::clock(site.now) < at {
            std::thread::sleep(Inputs::until(at));
            if site.now.is_some() {
                break;
            }
        }
        self.publish_if_due(to, site)
    }

    /// The options that change what is built.
    fn particulars(&self, site: &Options) -> String {
        format!("{:?} {:?} {:?}", self.arguments.base_url, self.arguments.compress, site.drafts)
    }
}
