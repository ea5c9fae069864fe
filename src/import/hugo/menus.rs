//! Menus in Hugo's configuration.

use super::config::Config;
use crate::import::text::{MenuEntry, Site};
use crate::import::value::{Table, Value};

/// Reads the entries of all languages.
pub fn of_config(config: &Config, site: &mut Site) {
    let source = config.files.first().cloned().unwrap_or_else(|| "site".to_owned());
    for name in ["menu", "menus"] {
        for (language, own) in config.languages.iter().enumerate() {
            let own = own.own.table(name);
            // A language's own menus replace the common ones.
            if let Some(menus) = own.or_else(|| config.root.table(name)) {
                entries(menus, language, &source, site);
            }
        }
    }
}

fn entries(menus: &Table, language: usize, source: &str, site: &mut Site) {
    for (menu, value) in &menus.0 {
        for entry in value.items().iter().filter_map(Value::table) {
            let target = entry.text("pageRef").or_else(|| entry.text("url")).unwrap_or_default();
            let name = entry.text("name").or_else(|| entry.text("identifier")).unwrap_or_else(|| target.clone());
            let weight = entry.get("weight").and_then(Value::integer).filter(|weight| *weight != 0);
            site.menus.push(MenuEntry {
                menu: menu.clone(),
                language,
                name,
                target,
                weight: weight.unwrap_or(i64::MAX),
                source: source.to_owned(),
            });
        }
    }
}
