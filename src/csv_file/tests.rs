use super::{Sheet, read};
use crate::diag::{SourcePath, codes};

/// The cells of each row, and the faults: line, column and message.
fn cells(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (sheet, faults) = read(text, &SourcePath::new("a.csv"), &codes::CSV_SYNTAX);
    let rows = sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.to_string()).collect());
    let place = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        format!("{}:{}", text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1)
    };
    let faults = faults.iter().map(|fault| {
        let span = fault.labels[0].span.as_ref().expect("a place");
        format!("{} {}", place(span.start), fault.code.name)
    });
    (rows.collect(), faults.collect())
}

fn faults(text: &str) -> Vec<String> {
    cells(text).1
}

#[test]
fn cells_are_read_as_rfc_4180_has_them() {
    let (rows, faults) = cells("a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n 2 ,5\" pipe\r\nx,\"\"\n3,é");
    assert_eq!(faults, [""; 0]);
    assert_eq!(
        rows,
        [["a", "b"], ["1", "x, \"y\"\nz"], ["2", "5\" pipe"], ["x", ""], ["3", "é"]].map(|row| row.map(String::from))
    );
}

#[test]
fn a_cell_knows_its_place() {
    let text = "a,b\n\"1\", é x \n";
    let (Sheet { rows, .. }, _) = read(text, &SourcePath::new("a.csv"), &codes::CSV_SYNTAX);
    let spans: Vec<&str> = rows[1].cells.iter().map(|cell| &text[cell.span.clone()]).collect();
    assert_eq!(spans, ["\"1\"", " é x "]);
    assert_eq!((rows[1].number, &text[rows[1].span.clone()]), (2, "\"1\", é x "));
}

#[test]
fn a_mistake_with_the_whole_file_is_one_fault() {
    for (text, expected) in [
        ("id;day;amount\na;2026-07-01;1,50\nb;2026-07-02;2,50\n", "1:3 csv-syntax"),
        ("id\tday\na\t2026-07-01\nb\t2026-07-01\n", "1:3 csv-syntax"),
        ("id|day\na|1\n", "1:3 csv-syntax"),
        ("编号，日期\n1，2\n", "1:3 csv-syntax"),
        ("\"id, or name\";day\na;1\n", "1:14 csv-syntax"),
        ("sep=;\nid;day\na;1\n", "2:3 csv-syntax"),
        ("sep=,\nid,day\na,1\nb,2\n", "1:1 csv-syntax"),
        ("\"sep=,\"\r\nid,day\r\na,1\r\n", "1:1 csv-syntax"),
        ("id,day,,\na,1,,\nb,2,,\n", "1:7 csv-syntax"),
        ("id,day,\na,1,\nb,2,note\n", "3:5 csv-syntax"),
        ("id,day\na,\"1\nb,2\nc,3\n", "2:3 csv-syntax"),
        ("id,day\na,\"1\nb,2\nc,\"3\"\n", "2:3 csv-syntax"),
        ("id,day\na,\"the \"new\" one\"\nb,2\n", "2:8 csv-syntax"),
        ("id,day\na, \"1, 2\"\nb,2\n", "2:3 csv-syntax"),
        ("id,amount\na,1,50\nb,2,50\nc,3,50\n", "2:1 csv-syntax"),
        ("id,day\na\nb,2\n", "2:1 csv-syntax"),
        ("id,day\n,\nb,2\n", "2:1 csv-syntax"),
    ] {
        assert_eq!(faults(text), [expected], "{text:?}");
    }
}

#[test]
fn two_rows_of_a_wrong_length_are_two_mistakes() {
    assert_eq!(faults("id,day\na\nb,2\nc,3\nd\ne,5\n"), ["2:1 csv-syntax", "5:1 csv-syntax"]);
}

#[test]
fn empty_rows_at_the_end_are_no_mistake() {
    for end in ["", "\n", ",\n", ",\n,\n\n", " , \r\n"] {
        let (rows, faults) = cells(&format!("id,day\na,1\n{end}"));
        assert_eq!((rows.len(), faults.len()), (2, 0), "{end:?}");
    }
    let (rows, faults) = cells("word\na\n\"\"\nb\n");
    assert_eq!((rows.len(), faults.len()), (4, 0), "a single column may have an empty cell");
}

#[test]
fn a_file_beyond_a_limit_is_not_read() {
    let wide = vec!["a"; crate::limits::CSV_COLUMNS + 1].join(",");
    let long = format!("a\n{}", "1\n".repeat(crate::limits::CSV_ROWS + 1));
    for text in [wide, long] {
        let (sheet, faults) = read(&text, &SourcePath::new("a.csv"), &codes::CSV_SYNTAX);
        assert!(sheet.rows.is_empty());
        assert_eq!(faults.iter().map(|fault| fault.code.name).collect::<Vec<_>>(), ["too-large"]);
    }
}
