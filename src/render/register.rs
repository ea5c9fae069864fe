//! Registers as tables.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::config::LangId;
use crate::content::kinds::register::{RegisterShared, RegisterWords};
use crate::content::table::{Column, ColumnType, Table};
use crate::fs::composed;
use crate::site::{DocId, Shared};
use crate::track::World;

use super::chart;
use super::view::{AttachmentView, CellView, ColumnView, ForeignView, RegisterView, RowView, TableView};
use super::words;

/// Makes the view of a register.
pub fn view(world: &World, id: DocId, shared: &RegisterShared, table: &Table, own: &RegisterWords) -> RegisterView {
    let doc = world.doc(id);
    let lang = doc.lang;
    let day = |date| words::day(world, lang, date);
    RegisterView {
        period: (day(shared.period.0), day(shared.period.1)),
        frequency: shared.frequency.clone(),
        nil_return: shared.nil_return,
        legal_basis: own.legal_basis.clone(),
        licence: shared.licence.clone(),
        table: table_view(world, id, table, own),
        count: table.rows.len(),
        has_formulas: table.has_formulas(),
        charts: chart::of_register(world, (shared, own), table, world.source_lang(doc.set), lang),
        csv: download(world, id, "data.csv", "download-csv", &super::register_data::csv(world, id)),
        json: download(world, id, "data.json", "download-json", &super::register_data::json(world, id)),
    }
}

fn download(world: &World, id: DocId, file: &str, title: &str, bytes: &[u8]) -> AttachmentView {
    let doc = world.doc(id);
    AttachmentView {
        title: words::plain(world, doc.lang, title),
        url: world.url(&format!("{}{file}", doc.path)),
        format: file.rsplit('.').next().unwrap_or(file).to_uppercase(),
        size: words::file_size(world, doc.lang, bytes.len() as u64),
        foreign: None,
        sha256: crate::site::files::sha256(bytes),
    }
}

/// Returns the row ids of a register; empty for other kinds.
pub fn anchors(shared: &Shared) -> BTreeSet<Cow<'_, str>> {
    let Shared::Register(_, table) = shared else { return BTreeSet::new() };
    table.key.map(|key| table.shown().iter().map(|row| composed(&row[key])).collect()).unwrap_or_default()
}

fn table_view(world: &World, id: DocId, table: &Table, own: &RegisterWords) -> TableView {
    let doc = world.doc(id);
    let (lang, caption) = (doc.lang, doc.heading());
    let foreign = words::foreign(world, world.source_lang(doc.set), lang);
    let columns = table.columns.iter().map(|column| column_view(column, own, foreign.as_ref()));
    let rows = table.shown().iter().map(|row| {
        let key = table.key.map(|key| row[key].clone());
        let cells = table.columns.iter().zip(row).enumerate().map(|(index, (column, cell))| {
            let label = own.code(&column.name, cell);
            let cell = cell_view(world, cell, label, column.ty, table.key == Some(index), lang);
            let free = column.ty == ColumnType::String && label.is_none() && !cell.header && !cell.text.is_empty();
            CellView { foreign: foreign.clone().filter(|_| free), ..cell }
        });
        let anchor = key.as_ref().filter(|key| !key.is_empty() && !key.contains(char::is_whitespace));
        RowView { anchor: anchor.map(|key| composed(key).into_owned()), key, cells: cells.collect() }
    });
    let totals = table.columns.iter().enumerate().map(|(index, column)| {
        let total = (column.ty == ColumnType::Number && !table.rows.is_empty()).then(|| table.total(index)).flatten();
        total.map(|total| world.locale(lang).decimal(&total))
    });
    TableView {
        caption: caption.to_owned(),
        columns: columns.collect(),
        rows: rows.collect(),
        totals: totals.collect(),
    }
}

/// Makes the view of a column: with its title in the language of the page, else in that of the source (`foreign`).
pub fn column_view(column: &Column, own: &RegisterWords, foreign: Option<&ForeignView>) -> ColumnView {
    let translated = own.column(&column.name);
    let title = translated.or(column.title.as_deref()).unwrap_or(&column.name).to_owned();
    let foreign = foreign.filter(|_| translated.is_none() && column.title.is_some()).cloned();
    ColumnView { title, numeric: column.ty.is_numeric(), foreign }
}

/// Makes the view of a cell: numbers and dates formatted for the language, codes replaced by their labels.
pub fn cell_view(
    world: &World,
    cell: &str,
    label: Option<&str>,
    ty: ColumnType,
    header: bool,
    lang: LangId,
) -> CellView {
    let locale = world.locale(lang);
    let (text, iso) = match (label, ty) {
        _ if cell.is_empty() => (String::new(), None),
        (Some(label), _) => (label.to_owned(), None),
        (None, ColumnType::Date) => match cell.parse() {
            Ok(date) => (locale.date(date), Some(cell.to_owned())),
            Err(_) => (cell.to_owned(), None),
        },
        (None, ColumnType::Number | ColumnType::Integer) => (locale.decimal(cell), None),
        (None, _) => (cell.to_owned(), None),
    };
    CellView { text, iso, numeric: ty.is_numeric(), header, foreign: None }
}
