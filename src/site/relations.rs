//! Relations between documents: related documents and corrections.

use std::cell::OnceCell;
use std::sync::Arc;

use super::ids::SetId;
use super::known::Known;
use super::{Parsed, Set, Shared, Site};
use crate::config::Settings;
use crate::content::Document;
use crate::content::kinds::common::Placed;
use crate::diag::{Diagnostic, Span, codes, nearest};

/// Links related documents and corrections to the documents that they name.
pub(super) fn connect(site: &mut Site, parsed: &Parsed, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    let mut resolver = NameResolver { site, parsed, settings, known: OnceCell::new(), diagnostics };
    let mut found = Vec::new();
    for (index, set) in site.sets.iter().enumerate() {
        let source = site.doc(set.source).document();
        let related: Vec<SetId> =
            source.front.related.iter().filter_map(|named| resolver.named(&named.value, &named.span, source)).collect();
        let corrects = resolver.corrected(SetId::new(index), set, source);
        if !related.is_empty() || corrects.is_some() {
            found.push((index, related, corrects));
        }
    }
    check_circles(site, &found, diagnostics);
    // A withdrawn notice no longer corrects anything.
    for (index, _, corrects) in &mut found {
        corrects.take_if(|_| site.sets[*index].withdrawn.is_some());
    }
    // An expired document is shown only at its own page.
    for (_, related, _) in &mut found {
        related.retain(|other| site.set(*other).expired.is_none());
    }
    let mut sets = std::mem::take(&mut site.sets);
    // The sets have no other owner yet, so this does not copy them.
    let Some(all) = Arc::get_mut(&mut sets) else { return };
    let mut corrected = Vec::new();
    for (index, related, corrects) in found {
        all[index].related = related;
        all[index].corrects = corrects;
        if let Some(target) = corrects {
            all[target.index()].corrections.push(SetId::new(index));
            corrected.push(target);
        }
    }
    for target in corrected {
        let mut corrections = std::mem::take(&mut all[target.index()].corrections);
        let date = |set: &SetId| all[set.index()].date.map(|date| date.instant);
        // Sets are sorted by id, so comparing indices breaks ties by id.
        corrections.sort_by(|a, b| date(b).cmp(&date(a)).then_with(|| b.cmp(a)));
        all[target.index()].corrections = corrections;
    }
    site.sets = sets;
}

/// Reports notices that correct one another in a circle, since then it is unclear which text is valid: an error at
/// each.
fn check_circles(site: &Site, found: &[(usize, Vec<SetId>, Option<SetId>)], diagnostics: &mut Vec<Diagnostic>) {
    let next = |set: SetId| {
        let place = found.binary_search_by_key(&set.index(), |(index, ..)| *index).ok()?;
        found[place].2
    };
    let place = |set: SetId| {
        let document = site.doc(site.set(set).source).document();
        (&document.path, document.place("corrects"))
    };
    for (index, ..) in found {
        let first = SetId::new(*index);
        let mut circle = vec![first];
        while let Some(set) = next(circle[circle.len() - 1]).filter(|set| !circle.contains(set)) {
            circle.push(set);
        }
        // Report each circle once, from its first notice.
        let last = circle[circle.len() - 1];
        if circle.len() < 2 || next(last) != Some(first) || circle.iter().min() != Some(&first) {
            continue;
        }
        let mut fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, "notices correct one another in a circle");
        for (nth, set) in circle.iter().enumerate() {
            let (path, span) = place(*set);
            fault = fault.label(path, span, if nth == 0 { "" } else { "and here" });
        }
        diagnostics.push(fault.help("a notice corrects an earlier text; remove `corrects` from the earlier one"));
    }
}

/// Resolves the names in relations; looks up hidden documents only if a name is not found.
struct NameResolver<'a> {
    site: &'a Site,
    parsed: &'a Parsed,
    settings: &'a Settings,
    known: OnceCell<Known<'a>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl NameResolver<'_> {
    fn corrected(&mut self, id: SetId, set: &Set, source: &Document) -> Option<SetId> {
        let Shared::Statement(statement) = &set.shared else { return None };
        let Placed { value, span } = statement.corrects.as_ref()?;
        let target = self.named(value, span, source)?;
        if target == id {
            let fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, "the notice corrects itself");
            self.diagnostics.push(fault.at(&source.path, span.clone()));
            return None;
        }
        Some(target)
    }

    fn named(&mut self, id: &str, span: &Span, from: &Document) -> Option<SetId> {
        let found = self.site.find(id);
        if found.is_some() {
            return found;
        }
        let (site, parsed) = (self.site, self.parsed);
        let known = self.known.get_or_init(|| Known::new(parsed, &site.unseen));
        if known.is_faulty(id) || self.settings.is_renamed(id) {
            return None;
        }
        let name = format!("content/{id}");
        let fault = if known.hidden.contains(&name) {
            Known::to_hidden(id)
        } else {
            let fault = Diagnostic::new(&codes::UNKNOWN_DOCUMENT, format!("there is no public document `{id}`"));
            match nearest(id, site.sets.iter().map(|set| set.id.as_str())) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("name a statement by its reference, another document by `folder/stem`"),
            }
        };
        self.diagnostics.push(fault.at(&from.path, span.clone()));
        None
    }
}
