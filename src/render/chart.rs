//! Charts of registers and of tables in texts: counts or sums, and the position of each bar.
//!
//! A chart shows nothing that is not in its table; the drawing is an addition for sighted readers. Bars are placed one
//! below the other with their labels above them, so that no text must be rotated, shrunk or cut on a narrow screen.
//! Months and years are side by side, without gaps in time.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::register::{cell_view, column_view};
use super::view::{BarView, CellView, ChartView, ColumnView, RowView, TableView};
use super::words;
use crate::config::LangId;
use crate::content::kinds::register::{ChartSpec, RegisterShared, RegisterWords};
use crate::content::table::{Column, Table, sum};
use crate::locale::{Arg, Direction};
use crate::track::World;

/// The maximum length of a column label in the drawing, in characters; longer ones are shortened, and the table shows
/// them in full.
const LONGEST: usize = 42;

/// The maximum number of labelled columns. On a narrow screen the style sheet keeps only the first and the last label.
const LABELLED: usize = 4;

/// The empty part on each side of a column, as a fraction of its space.
const EMPTY: f64 = 0.14;

/// A label with its number as decimal text.
type Figure = (String, String);

/// Makes the charts that a register declares.
pub fn of_register(
    world: &World,
    (shared, own): (&RegisterShared, &RegisterWords),
    table: &Table,
    source: LangId,
    lang: LangId,
) -> Vec<ChartView> {
    let foreign = words::foreign(world, source, lang);
    let titles = |column: &Column| column_view(column, own, foreign.as_ref());
    let charts = shared.charts.iter().enumerate().filter(|_| !table.rows.is_empty());
    charts.filter_map(|(index, spec)| of_columns(world, spec, (own, &titles), table, index, lang)).collect()
}

/// Makes the chart of one column of a table in a text. The first column has the labels.
pub fn of_rows(world: &World, title: &str, rows: &[Vec<String>], column: usize, lang: LangId) -> ChartView {
    let figures: Vec<Figure> = rows.iter().map(|row| (row[0].clone(), row[column].clone())).collect();
    // A text may show the same table twice, but not with the same figures, so the digest is unique.
    let digest = crate::track::fingerprint(&(title, column, rows));
    let id = format!("_chart-{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2]);
    ChartView { table: None, ..drawn(world, id, title, "bars", &figures, lang) }
}

fn of_columns(
    world: &World,
    spec: &ChartSpec,
    (own, titled): (&RegisterWords, &dyn Fn(&Column) -> ColumnView),
    table: &Table,
    index: usize,
    lang: LangId,
) -> Option<ChartView> {
    let find = |name: &str| table.columns.iter().position(|column| column.name == name);
    let by = find(&spec.by)?;
    let summed = match &spec.sum {
        Some(name) => Some(find(name)?),
        None => None,
    };
    let said = |id: &str| ColumnView { title: words::plain(world, lang, id), numeric: false, foreign: None };
    let what = summed.map_or_else(|| said("chart-entries"), |place| titled(&table.columns[place]));
    let (form, named, figures) = match spec.per.as_deref() {
        Some(per) => {
            let string = if per == "year" { "chart-year" } else { "chart-month" };
            ("columns", said(string), by_time(world, table, by, summed, per, lang)?)
        }
        None => ("bars", titled(&table.columns[by]), by_value(world, table, by, summed, own, lang)?),
    };
    let args = [("what", Arg::Text(what.title.clone())), ("column", Arg::Text(named.title.clone()))];
    let caption = own.chart_titles.get(index).cloned().unwrap_or_else(|| words::t(world, lang, "chart-title", &args));
    let chart = drawn(world, format!("_chart-{}", index + 1), &caption, form, &figures, lang);
    Some(ChartView { table: Some(figures_table(world, &caption, [named, what], &figures, lang)), ..chart })
}

/// Groups rows by a code or text, largest first.
fn by_value(
    world: &World,
    table: &Table,
    by: usize,
    summed: Option<usize>,
    own: &RegisterWords,
    lang: LangId,
) -> Option<Vec<Figure>> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &table.rows {
        groups.entry(&row[by]).or_default().push(summed.map_or("1", |column| &row[column]));
    }
    let column = &table.columns[by];
    let mut figures = Vec::new();
    for (code, cells) in groups {
        let label = match own.code(&column.name, code) {
            Some(label) => label.to_owned(),
            None if code.is_empty() => words::plain(world, lang, "chart-not-stated"),
            None => cell_view(world, code, None, column.ty, false, lang).text,
        };
        figures.push((label, sum(cells.iter().copied())?));
    }
    // The sort is stable, so equal numbers keep the order of the names in the data, which is the same in every
    // language.
    figures.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
    Some(aligned(figures))
}

/// Groups rows by month or year, from the first to the last, including empty ones.
fn by_time(
    world: &World,
    table: &Table,
    by: usize,
    summed: Option<usize>,
    per: &str,
    lang: LangId,
) -> Option<Vec<Figure>> {
    let begin = |date: Date| if per == "year" { date.first_of_year() } else { date.first_of_month() };
    let mut groups: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| !row[by].is_empty()) {
        let date: Date = row[by].parse().ok()?;
        groups.entry(begin(date)).or_default().push(summed.map_or("1", |column| &row[column]));
    }
    let (mut date, last) = (*groups.keys().next()?, *groups.keys().next_back()?);
    let mut figures = Vec::new();
    while date <= last {
        let cells = groups.get(&date).map(Vec::as_slice).unwrap_or_default();
        let label = if per == "year" { date.year().to_string() } else { world.locale(lang).month_year(date) };
        figures.push((label, sum(cells.iter().copied())?));
        date = date.checked_add(if per == "year" { 1.year() } else { 1.month() }).ok()?;
    }
    Some(aligned(figures))
}

/// Pads all numbers to the same number of decimals, so that their digits align.
fn aligned(mut figures: Vec<Figure>) -> Vec<Figure> {
    let decimals = |number: &str| number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let most = figures.iter().map(|(_, number)| decimals(number)).max().unwrap_or(0);
    for (_, number) in figures.iter_mut().filter(|(_, number)| decimals(number) < most) {
        let point = if number.contains('.') { "" } else { "." };
        let missing = most - decimals(number);
        *number = format!("{number}{point}{:0<missing$}", "");
    }
    figures
}

fn drawn(world: &World, id: String, title: &str, form: &'static str, figures: &[Figure], lang: LangId) -> ChartView {
    let locale = world.locale(lang);
    let is_rtl = locale.direction() == Direction::Rtl;
    let sizes: Vec<f64> = figures.iter().map(|(_, number)| size(number)).collect();
    let (least, most) = (sizes.iter().copied().fold(0.0, f64::min), sizes.iter().copied().fold(0.0, f64::max));
    let range = if most > least { most - least } else { 1.0 };
    // Percentages from the end where small numbers are.
    let place = |number: f64| (number - least) / range * 100.0;
    // Small numbers are at the left, in right-to-left languages at the right, in columns at the bottom.
    let from_edge = |start: f64, length: f64| if is_rtl || form == "columns" { 100.0 - start - length } else { start };
    let step = 100.0 / figures.len().max(1) as f64;
    let every = figures.len().div_ceil(LABELLED).max(1);
    let last = figures.len().saturating_sub(1);
    let bars = figures.iter().zip(&sizes).enumerate().map(|(index, ((label, number), size))| {
        let (start, length) = (place(size.min(0.0)), place(size.max(0.0)) - place(size.min(0.0)));
        let left = step * index as f64;
        let left = if is_rtl { 100.0 - left - step } else { left };
        let label = if form == "bars" { label.clone() } else { shortened(label) };
        BarView {
            label,
            value: locale.decimal(number),
            start: percent(from_edge(start, length)),
            length: percent(length),
            place: percent(left + step * EMPTY),
            middle: percent(left + step / 2.0),
            near: percent(if is_rtl { left + step * (1.0 - EMPTY) } else { left + step * EMPTY }),
            far: percent(if is_rtl { left + step * EMPTY } else { left + step * (1.0 - EMPTY) }),
            width: percent(step * (1.0 - 2.0 * EMPTY)),
            // Label the last column always, and no other so close to it that both labels would not fit.
            labelled: index == last || (index % every == 0 && last - index >= every),
        }
    });
    ChartView {
        id,
        form,
        title: title.to_owned(),
        description: description(world, figures, &sizes, lang),
        bars: bars.collect(),
        zero: (least < 0.0 && most > 0.0).then(|| percent(from_edge(place(0.0), 0.0))),
        table: None,
    }
}

/// Describes the chart: the number of bars, the highest and the lowest.
fn description(world: &World, figures: &[Figure], sizes: &[f64], lang: LangId) -> String {
    let places = 0..sizes.len();
    let highest = places.clone().max_by(|a, b| sizes[*a].total_cmp(&sizes[*b]).then(b.cmp(a))).unwrap_or(0);
    let lowest = places.min_by(|a, b| sizes[*a].total_cmp(&sizes[*b])).unwrap_or(0);
    let text = |place: usize| {
        let figure = figures.get(place);
        let value = figure.map(|(_, number)| world.locale(lang).decimal(number)).unwrap_or_default();
        [figure.map(|(label, _)| label.clone()).unwrap_or_default(), value].map(Arg::Text)
    };
    let [[high, high_value], [low, low_value]] = [text(highest), text(lowest)];
    let args = [
        ("n", Arg::Number(figures.len() as i64)),
        ("highest", high),
        ("highest_value", high_value),
        ("lowest", low),
        ("lowest_value", low_value),
    ];
    words::t(world, lang, "chart-description", &args)
}

fn figures_table(
    world: &World,
    caption: &str,
    [named, what]: [ColumnView; 2],
    figures: &[Figure],
    lang: LangId,
) -> TableView {
    let locale = world.locale(lang);
    let cell = |text: String, numeric: bool| CellView { text, iso: None, numeric, header: !numeric, foreign: None };
    let row = |(label, number): &Figure| RowView {
        anchor: None,
        key: None,
        cells: vec![cell(label.clone(), false), cell(locale.decimal(number), true)],
    };
    let total = sum(figures.iter().map(|(_, number)| number.as_str())).map(|total| locale.decimal(&total));
    TableView {
        caption: caption.to_owned(),
        columns: vec![ColumnView { numeric: false, ..named }, ColumnView { numeric: true, ..what }],
        rows: figures.iter().map(row).collect(),
        totals: vec![None, total],
    }
}

fn size(number: &str) -> f64 {
    number.parse().unwrap_or(0.0)
}

fn percent(part: f64) -> String {
    let rounded = format!("{part:.2}");
    format!("{}%", rounded.trim_end_matches('0').trim_end_matches('.'))
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    let kept: String = label.chars().take(LONGEST - 1).collect();
    // If words are separated by spaces, cut between words.
    let whole = kept.rsplit_once(' ').map_or(kept.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::{aligned, percent, shortened};

    #[test]
    fn all_numbers_get_the_same_number_of_decimals() {
        let figures = |numbers: &[&str]| numbers.iter().map(|n| (String::new(), (*n).to_owned())).collect();
        let numbers = |all| aligned(all).into_iter().map(|(_, number)| number).collect::<Vec<_>>().join(" ");
        assert_eq!(numbers(figures(&["1", "2.5", "-3.25"])), "1.00 2.50 -3.25");
        assert_eq!(numbers(figures(&["1", "2"])), "1 2");
    }

    #[test]
    fn percentages_have_no_unnecessary_digits() {
        assert_eq!(
            [percent(0.0), percent(33.333_33), percent(100.0), percent(12.5)],
            ["0%", "33.33%", "100%", "12.5%"]
        );
    }

    #[test]
    fn long_labels_are_shortened() {
        assert_eq!(shortened("short"), "short");
        let long = shortened(&"word ".repeat(20));
        assert!(long.chars().count() <= super::LONGEST && long.ends_with("d…"), "{long}");
    }
}
