//! The sorts of pages that a site has, as its plan knows them: a sort that is new is there by itself.

use std::collections::BTreeMap;

use chancery::engine::{self, Options};
use chancery::plan::{Move, What};
use chancery::site::Site;

use support::{Files, NOW, repository, text};

/// The pages of one sort: for each language the path of the page of which there is most.
pub type Sort = BTreeMap<String, String>;

/// The language of pages that have none of their own.
pub const NO_LANGUAGE: &str = "en";

/// The sorts of pages of the bundled portal, by name, found in its built files.
pub fn page_sorts(built: &Files) -> BTreeMap<String, Sort> {
    let options = Options { root: repository().to_owned(), now: Some(NOW.parse().unwrap()), ..Options::default() };
    let prepared = engine::prepare(&options);
    let (world, plan) = prepared.site.as_ref().unwrap();
    let site = world.untracked().site;
    let languages: Vec<String> = world.languages().ids().map(|lang| world.tag(lang).to_owned()).collect();
    let mut sorts: BTreeMap<String, Sort> = BTreeMap::new();
    for target in &plan.targets {
        let path = target.path.as_str();
        if !path.ends_with(".html") || leads_on(text(built, path)) {
            continue;
        }
        let lang = languages.iter().find(|lang| path.split('/').next() == Some(lang.as_str()));
        let lang = lang.map_or(NO_LANGUAGE, String::as_str);
        let most = sorts.entry(sort(&target.what, &site)).or_default().entry(lang.to_owned()).or_default();
        if most.is_empty() || built[most.as_str()].len() < built[path].len() {
            path.clone_into(most);
        }
    }
    sorts
}

/// Whether a page leads to another at once: nobody reads it.
fn leads_on(html: &str) -> bool {
    html.to_lowercase().contains("http-equiv=\"refresh\"") || html.to_lowercase().contains("http-equiv=refresh")
}

fn sort(what: &What, site: &Site) -> String {
    let numbered = |name: String, page: usize| if page > 1 { format!("{name}, continued") } else { name };
    match what {
        What::Document(doc) => {
            let set = site.set_of(*doc);
            let kind = set.kind.name();
            match () {
                () if set.withdrawn.is_some() => format!("{kind}, withdrawn"),
                () if set.corrects.is_some() => format!("{kind} that corrects"),
                () if !set.corrections.is_empty() => format!("{kind}, corrected"),
                () => kind.to_owned(),
            }
        }
        What::Section(section, _, page) => {
            numbered(format!("list of {}", site.sections[section.index()].kind.name()), *page)
        }
        What::Topic(_, _, page) => numbered("topic".to_owned(), *page),
        What::Own(page, _) => format!("{page:?}"),
        What::Moved(Move::Gone(_)) => "gone".to_owned(),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
    }
}
