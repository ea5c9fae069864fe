//! What a build reads before the texts: settings, theme, words, and the records of registers.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Options;
use crate::config::{self, BaseUrl, Cards, PerLang, Settings};
use crate::content::{Document, SharedForm, Words, table};
use crate::diag::{Diagnostic, Severity, SourcePath, codes, nearest};
use crate::fs::Tree;
use crate::locale::{Locale, Strings};
use crate::media::Fonts;
use crate::site::Parsed;
use crate::theme::{self, Theme};

/// Reads site.toml and redirects.csv.
pub(super) fn settings(options: &Options, files: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let path = SourcePath::new("site.toml");
    if !files.contains(&path) {
        diagnostics.push(no_site());
        return None;
    }
    let text = files.text(&path).map_err(|fault| diagnostics.push(fault)).ok()?;
    let (settings, faults) = config::resolve(&text, &path);
    diagnostics.extend(faults);
    let mut settings = settings?;
    settings.preview = options.preview;
    settings.drafts = options.drafts;
    if let Some(base) = &options.base_url {
        match BaseUrl::parse(base) {
            Some(base) => settings.base = base,
            None => diagnostics.push(
                Diagnostic::new(&codes::BAD_VALUE, format!("`{base}` can't be a base URL"))
                    .help("an absolute address without query and fragment, as in https://www.ministry.example/"),
            ),
        }
    }
    if let Some(origin) = &options.origin
        && let Some(base) = BaseUrl::parse(&format!("{origin}{}", settings.base.prefix()))
    {
        settings.base = base;
    }
    let path = SourcePath::new("redirects.csv");
    if files.contains(&path) {
        match files.text(&path) {
            Ok(text) => {
                let (redirects, faults) = config::read_redirects(&text, &path, &settings.home);
                diagnostics.extend(faults);
                settings.redirects = redirects;
            }
            Err(fault) => diagnostics.push(fault),
        }
    }
    adopt_renamed(&mut settings, files, diagnostics);
    Some(settings)
}

/// Says that a folder holds no site.
#[must_use]
pub fn no_site() -> Diagnostic {
    Diagnostic::new(&codes::UNREADABLE_FILE, "there is no site.toml here")
        .in_file(&SourcePath::new("site.toml"))
        .help("run this at the root of a site, say `--root DIR`, or make a new site with `chancery new DIR`")
}

/// Takes the folder that a section has by now for the one that site.toml names: one error, and its texts are judged by the
/// rules of their section.
fn adopt_renamed(settings: &mut Settings, files: &Tree, diagnostics: &mut Vec<Diagnostic>) {
    for (place, folder) in renamed(settings, files) {
        let section = &mut settings.sections[place];
        let old = std::mem::replace(&mut section.folder, folder.clone());
        let message = format!("there is no folder `content/{old}`, and `content/{folder}` is not in site.toml");
        let fault = Diagnostic::new(&codes::UNKNOWN_SECTION, message);
        let fault = fault.at(&SourcePath::new("site.toml"), section.span.clone());
        diagnostics.push(fault.help(format!(
            "if the folder was renamed, write `folder = \"{folder}\"` here, or give it its name `{old}` back"
        )));
        section.named = Some(old);
    }
}

/// Finds sections whose folder is not there, each with the one folder that no section names and that can be it.
pub(super) fn renamed(settings: &Settings, files: &Tree) -> Vec<(usize, String)> {
    let named = |section: &config::SectionSettings| section.named.clone().unwrap_or_else(|| section.folder.clone());
    let is_absent = |folder: &str| !folder.is_empty() && files.under(&format!("content/{folder}")).next().is_none();
    let sections = settings.sections.iter().map(named).enumerate();
    let absent: Vec<(usize, String)> = sections.filter(|(_, folder)| is_absent(folder)).collect();
    if absent.is_empty() {
        return Vec::new();
    }
    let mut strange = BTreeSet::new();
    for entry in files.under("content").filter(|entry| entry.path.extension() == "md") {
        let folder = entry.path.folder().strip_prefix("content").unwrap_or_default().trim_start_matches('/');
        let is_bundle = entry.path.file_name().starts_with("index.");
        let folder = if is_bundle { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder };
        let is_named = settings.sections.iter().any(|section| {
            let named = named(section);
            !named.is_empty() && (folder == named || folder.starts_with(&format!("{named}/")))
        });
        if !folder.is_empty() && !is_named {
            strange.insert(folder.to_owned());
        }
    }
    let above = |folder: &str| folder.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned());
    let candidate = |(place, folder): &(usize, String)| {
        let beside: Vec<&String> = strange.iter().filter(|other| above(other) == above(folder)).collect();
        let near = nearest(folder, beside.iter().map(|other| other.as_str())).map(str::to_owned);
        let only = (absent.len() == 1 && beside.len() == 1).then(|| beside[0].clone());
        Some((*place, near.or(only)?))
    };
    let mut found: Vec<(usize, String)> = absent.iter().filter_map(candidate).collect();
    found.dedup_by(|a, b| a.1 == b.1);
    found
}

/// Makes what each language of a site knows.
#[must_use]
pub fn locales(settings: &Settings) -> PerLang<Arc<Locale>> {
    let locale =
        |lang| Arc::new(Locale::new(settings.languages.tag(lang), settings.languages.numbering[lang].as_deref()));
    PerLang(settings.languages.ids().map(locale).collect())
}

/// Reads the UI strings of each language from the layers of the theme.
pub(super) fn strings(
    theme: &Theme,
    settings: &Settings,
    locales: &PerLang<Arc<Locale>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> PerLang<Strings> {
    let mut all = Vec::new();
    for lang in settings.languages.ids() {
        let layers = theme.strings(settings.languages.tag(lang));
        let (strings, faults) = Strings::parse(&locales[lang], &layers);
        diagnostics.extend(faults);
        all.push(strings);
    }
    diagnostics.extend(crate::locale::check(&all.iter().collect::<Vec<_>>()));
    PerLang(all)
}

/// Reads the fonts of share cards: those of the theme, then those of the folders that site.toml names.
pub(super) fn fonts(theme: &Theme, cards: &Cards, files: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Fonts {
    let mut paths: Vec<SourcePath> = Vec::new();
    let mut all: Vec<Vec<u8>> = Vec::new();
    for (path, bytes) in theme.fonts() {
        paths.push(path.clone());
        all.push(bytes.to_vec());
    }
    for folder in &cards.fonts {
        for entry in files.under(folder).filter(|entry| theme::is_font(entry.path.as_str())) {
            match files.read(&entry.path) {
                Ok(bytes) => {
                    paths.push(entry.path.clone());
                    all.push(bytes);
                }
                Err(fault) => diagnostics.push(fault),
            }
        }
    }
    let (fonts, broken) = Fonts::new(all);
    for place in broken {
        let fault = Diagnostic::new(&codes::UNREADABLE_FONT, "the font can't be read").in_file(&paths[place]);
        diagnostics.push(fault.help("fonts are TrueType or OpenType, one to a file"));
    }
    fonts
}

/// Reads the records of a register from the two files beside its texts.
pub(super) fn register(folder: &str, files: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Option<table::Table> {
    let [schema, data] = ["schema.json", "data.csv"].map(|name| SourcePath::new(&format!("{folder}/{name}")));
    let mut text = |path: &SourcePath| {
        if !files.contains(path) {
            diagnostics.push(
                Diagnostic::new(&codes::REGISTER_INCOMPLETE, format!("the register has no `{}`", path.file_name()))
                    .in_file(&SourcePath::new(folder))
                    .help("a register is a folder with index.<lang>.md, data.csv and schema.json"),
            );
            return None;
        }
        files.text(path).map_err(|fault| diagnostics.push(fault)).ok()
    };
    let (schema_text, data_text) = (text(&schema), text(&data));
    let (columns, faults) = table::read_schema(&schema_text?, &schema);
    diagnostics.extend(faults);
    let (columns, key) = columns?;
    let (table, faults) = table::read_data(&data_text?, &data, columns, key);
    diagnostics.extend(faults);
    if let Some(table) = table.as_ref().filter(|table| table.shown().len() < table.rows.len()) {
        let message = format!("the page shows the first {} of {} records", table.shown().len(), table.rows.len());
        diagnostics.push(Diagnostic::new(&codes::LONG_REGISTER, message).in_file(&data));
    }
    table
}

/// Compares `nil_return` with the records.
pub(super) fn check_nil_return(folder: &str, table: &table::Table, all: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let mut said = all.documents.iter().filter(|document| document.path.folder() == folder);
    let said = said.find_map(|document| Some((document, document.place("nil_return")?)));
    let nil = said
        .as_ref()
        .is_some_and(|(document, _)| matches!(&document.shared, SharedForm::Register(register) if register.nil_return));
    // A draft may have no records yet; the source alone says the period that they cover.
    let is_draft = |document: &Arc<Document>| document.front.state.is_held() && document.place("period").is_some();
    let is_unfinished = || all.documents.iter().any(|document| document.path.folder() == folder && is_draft(document));
    if nil == table.rows.is_empty() || !nil && is_unfinished() {
        return;
    }
    let data = SourcePath::new(&format!("{folder}/data.csv"));
    let (message, help) = if nil {
        ("`nil_return` says that there was nothing to report, but data.csv has rows", "remove `nil_return` or the rows")
    } else {
        ("data.csv has no rows", "say `nil_return = true` if there was nothing to report")
    };
    let fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, message);
    let fault = match said {
        Some((document, place)) => fault.at(&document.path, place).label(&data, None, "the records"),
        None => fault.in_file(&data),
    };
    diagnostics.push(fault.help(help));
}

/// Looks whether the charts of a register name columns that it has, of types that can be drawn.
pub(super) fn check_charts(folder: &str, table: &table::Table, all: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let here = all.documents.iter().filter(|document| document.path.folder() == folder);
    let drawn = here.filter_map(|document| match &document.shared {
        SharedForm::Register(register) if !register.charts.is_empty() => Some((document, &register.charts)),
        _ => None,
    });
    for (document, charts) in drawn {
        let mut fault = |code, message: String, help: String| {
            let fault = Diagnostic::new(code, message).help(help);
            diagnostics.push(match document.place("charts") {
                Some(place) => fault.at(&document.path, place),
                None => fault.in_file(&document.path),
            });
        };
        for chart in charts {
            let columns = [Some(&chart.by), chart.sum.as_ref()].map(|name| {
                let name = name?;
                let found = table.columns.iter().find(|column| column.name == *name);
                if found.is_none() {
                    let known = table.columns.iter().map(|column| column.name.as_str());
                    let help = match nearest(name, known.clone()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("columns: {}", known.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
                    };
                    fault(
                        &codes::CSV_COLUMN,
                        format!("a chart names the column `{name}`, which schema.json lacks"),
                        help,
                    );
                }
                found
            });
            let [by, sum] = columns;
            if let Some(sum) = sum.filter(|sum| !sum.ty.is_numeric()) {
                let message = format!("a chart sums the column `{}`, which holds no numbers", sum.name);
                fault(&codes::CONTRADICTORY_FIELD, message, "name a column of type `number` or `integer`".into());
            }
            if let Some(by) = by.filter(|by| (by.ty == table::ColumnType::Date) != chart.per.is_some()) {
                let (message, help) = if chart.per.is_some() {
                    (format!("a chart groups the column `{}` by time, which holds no dates", by.name), "remove `per`")
                } else {
                    (
                        format!("a chart by the dates of `{}` has no `per`", by.name),
                        "add `per = \"month\"` or `\"year\"`",
                    )
                };
                fault(&codes::CONTRADICTORY_FIELD, message, help.into());
            }
        }
    }
}

/// Looks whether the titles and labels of a register are those of columns that it has.
pub(super) fn check_titles(folder: &str, table: &table::Table, all: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    for document in all.documents.iter().filter(|document| document.path.folder() == folder) {
        let Words::Register(words) = &document.own else { continue };
        let titles = words.columns.iter().map(|(name, _)| ("columns", name));
        let labels = words.codes.iter().map(|(name, ..)| ("codes", name));
        let mut told = BTreeSet::new();
        for (field, name) in titles.chain(labels) {
            if table.columns.iter().any(|column| column.name == *name) || !told.insert((field, name)) {
                continue;
            }
            let fault = Diagnostic::new(
                &codes::CSV_COLUMN,
                format!("`{field}` names the column `{name}`, which schema.json lacks"),
            );
            let fault = match document.place(field) {
                Some(place) => fault.at(&document.path, place),
                None => fault.in_file(&document.path),
            };
            let known = table.columns.iter().map(|column| column.name.as_str());
            diagnostics.push(match nearest(name, known.clone()) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => {
                    fault.help(format!("columns: {}", known.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")))
                }
            });
        }
    }
}

/// Tells whether an error is among faults.
pub(super) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|fault| fault.severity == Severity::Error)
}
