use super::{read_data, read_schema};
use crate::diag::{Diagnostic, SourcePath};

const SCHEMA: &str = r#"{"fields":[
    {"name":"id","type":"string"},
    {"name":"day","type":"date","constraints":{"required":true}},
    {"name":"amount","type":"number","constraints":{"minimum":-5}},
    {"name":"outcome","type":"string","constraints":{"enum":["kept","returned"]}}],"primaryKey":"id"}"#;

fn faults(csv: &str) -> Vec<String> {
    let path = SourcePath::new("data.csv");
    let (schema, faults) = read_schema(SCHEMA, &path);
    assert_eq!(faults, []);
    let (columns, key) = schema.expect("a schema");
    let mut faults = read_data(csv, &path, columns, key).1;
    crate::diag::sort(&mut faults);
    faults.into_iter().map(|fault| fault.message).collect()
}

/// Code, help and the text marked of each fault.
fn marked(csv: &str) -> Vec<(&'static str, String, String)> {
    let path = SourcePath::new("data.csv");
    let (columns, key) = read_schema(SCHEMA, &path).0.expect("a schema");
    let faults = read_data(csv, &path, columns, key).1.into_iter();
    let span = |fault: &Diagnostic| fault.labels[0].span.clone().expect("a place");
    faults
        .map(|fault| (fault.code.name, fault.help.clone().unwrap_or_default(), csv[span(&fault)].to_owned()))
        .collect()
}

#[test]
fn each_faulty_cell_is_named_by_row_and_column() {
    let csv = "id,day,amount,outcome\na,2026-07-01,1.50,kept\na,2026-02-30,\"1,5\",keept\n,2026-07-01,-6,kept\n";
    insta::assert_snapshot!(faults(csv).join("\n"), @r"
    row 3, column `id`: `a` is already in row 2
    row 3, column `day`: `2026-02-30` is not a date like 2026-11-23
    row 3, column `amount`: `1,5` is not a number
    row 3, column `outcome`: `keept` is not one of the allowed values
    row 4, column `id`: the cell is empty, a value is required
    row 4, column `amount`: -6 is below the minimum of -5
    ");
}

#[test]
fn a_header_that_differs_from_the_schema_is_a_fault() {
    assert_eq!(faults("id,day,amuont,outcome\n"), ["column `amuont` is not in schema.json"]);
    assert_eq!(faults("id,day,cost,outcome\na,2026-07-01,1,kept\n"), ["column `cost` is not in schema.json"]);
    assert_eq!(faults("id,day,amount\na,2026-07-01,1\n"), ["column `outcome` of schema.json is missing"]);
    assert_eq!(faults("id,day,day,amount,outcome\n"), ["column `day` is in the header more than once"]);
    assert_eq!(faults("a,2026-07-01,1,kept\nb,2026-07-01,1,kept\n"), ["the first row names no column of schema.json"]);
    assert_eq!(faults(""), ["data.csv has no header row"]);
    assert_eq!(faults("id,day,amount,outcome\na,2026-07-01\n"), ["row 2 has 2 cells, expected 4 as in the header"]);
}

#[test]
fn totals_are_exact() {
    let path = SourcePath::new("data.csv");
    let (columns, key) = read_schema(SCHEMA, &path).0.expect("a schema");
    let total = |csv: &str| -> Option<String> { read_data(csv, &path, columns.clone(), key).0?.total(2) };
    assert_eq!(total("id,day,amount,outcome\na,2026-07-01,0.10,\nb,2026-07-01,0.2,\n"), Some("0.30".into()));
    assert_eq!(total("id,day,amount,outcome\na,2026-07-01,1.25,\nb,2026-07-01,-3,\n"), Some("-1.75".into()));
}

#[test]
fn a_value_as_a_spreadsheet_writes_it_is_told_with_the_value_to_write() {
    for (cell, help) in [
        ("26/11/2026", "write `2026-11-26`"),
        ("11/26/2026", "write `2026-11-26`"),
        ("26.11.2026", "write `2026-11-26`"),
        ("2026/11/26", "write `2026-11-26`"),
        ("05/06/2026", "write year, month and day, as in `2026-11-23`"),
        ("20261126", "write year, month and day, as in `2026-11-23`"),
        ("2026-11-26T00:00", "write year, month and day, as in `2026-11-23`"),
    ] {
        let csv = format!("id,day,amount,outcome\na,{cell},1,kept\n");
        assert_eq!(marked(&csv), [("csv-value", help.to_owned(), cell.to_owned())]);
    }
    assert_eq!(
        faults("id,day,amount,outcome\na,46023,1,kept\n"),
        ["row 2, column `day`: `46023` is a spreadsheet's number for 2026-01-01, not a date"]
    );
    for (cell, help) in [("\"1,5\"", "write `1.5`"), ("\"1,250\"", ""), ("€5", ""), ("1e5", ""), ("#REF!", "")] {
        let said = marked(&format!("id,day,amount,outcome\na,2026-11-26,{cell},kept\n"));
        assert_eq!((said.len(), said[0].0, said[0].2.as_str()), (1, "csv-value", cell));
        assert!(help.is_empty() || said[0].1 == help, "{said:?}");
    }
}

#[test]
fn a_column_that_is_wrong_throughout_is_one_mistake() {
    let rows: String = (0..40).map(|n| format!("a{n},{},1,kept\n", 46_000 + n)).collect::<Vec<_>>().concat();
    let said = marked(&format!("id,day,amount,outcome\n{rows}"));
    assert_eq!(
        said.iter().map(|(code, _, place)| (*code, place.as_str())).collect::<Vec<_>>(),
        [("csv-value", "46000")]
    );
    let two = marked("id,day,amount,outcome\na,1,1,kept\nb,2,1,kept\nc,2026-07-01,1,kept\n");
    assert_eq!(two.len(), 2, "two cells may be two mistakes");
}

#[test]
fn a_text_that_a_spreadsheet_takes_for_a_formula_is_a_warning() {
    for (cell, is_told) in [
        ("=1+1", true),
        ("+1-800", true),
        ("@SUM(A1)", true),
        (" =1", true),
        ("\"\tx\"", true),
        ("\"=HYPERLINK(\"\"https://x.example\"\")\"", true),
        ("+999 20 555 0101", false),
        ("- none", false),
        ("a=b", false),
    ] {
        let said = marked(&format!("id,day,amount,outcome\n{cell},2026-11-26,1,kept\n"));
        assert_eq!(
            said.iter().map(|(code, ..)| *code).collect::<Vec<_>>(),
            vec!["csv-formula"; usize::from(is_told)],
            "{cell}"
        );
    }
    assert_eq!(marked("id,day,amount,outcome\na,2026-11-26,-5,kept\n"), [], "a number is no formula");
}
