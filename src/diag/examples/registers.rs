//! Examples about registers.

use super::{Example, Shows, situation};
use crate::diag::codes;

const DATA: Shows = Shows::File("content/registers/gifts/data.csv");

pub(super) static EXAMPLES: &[Example] = &[
    Example::new(
        &codes::CSV_SYNTAX,
        DATA,
        "id;value\nG-1;120",
        "id,value\nG-1,120",
        "Journalists load the file into their own programs. One that can't be read there looks like something withheld.",
    ),
    Example::new(
        &codes::CSV_COLUMN,
        DATA,
        "id,valeu\nG-1,120",
        "id,value\nG-1,120",
        "A column under another name would be missing in the table and in the totals.",
    ),
    Example::new(
        &codes::CSV_VALUE,
        DATA,
        "id,value\nG-1,\"1,5\"",
        "id,value\nG-1,1.5",
        "1,5 is one and a half to some and fifteen to others; a published amount must mean one thing.",
    ),
    Example::new(
        &codes::CSV_FORMULA,
        DATA,
        "id,value\n=1+1,120",
        "id,value\nG-2,120",
        "A spreadsheet program would calculate instead of showing what you wrote, and a formula can do harm there.",
    ),
    situation(
        &codes::LONG_REGISTER,
        "data.csv has 1,200 records, and the page shows the first 1,000",
        "divide the register: one for each quarter",
        "A page with thousands of rows is slow to open on a telephone, and nobody reads it to its end.",
    ),
    Example::new(
        &codes::SCHEMA_SYNTAX,
        Shows::File("content/registers/gifts/schema.json"),
        "{ \"fields\": [",
        "{ \"fields\": [{ \"name\": \"id\" }, { \"name\": \"value\", \"type\": \"number\" }], \"primaryKey\": \"id\" }",
        "The schema says what each column means. Without it nobody can check the records or understand them later.",
    ),
    situation(
        &codes::REGISTER_INCOMPLETE,
        "content/registers/gifts/ has no data.csv",
        "chancery add register \"Gifts\"    # makes all three files",
        "A page that promises records must have them.",
    ),
];
