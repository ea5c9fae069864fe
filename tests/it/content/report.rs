//! Diagnostics as people and programs read them.
#![allow(clippy::unnecessary_wraps)]

use chancery::diag::report::{Format, report};
use chancery::diag::{Diagnostic, SourcePath, codes};
use chancery::fs::Tree;

/// A diagnostic about `needle` in the text of `a.md`, and how each format writes it.
fn at(text: &str, needle: &str) -> Diagnostic {
    let start = text.find(needle).unwrap();
    let span = start..start + needle.len();
    Diagnostic::new(&codes::UNKNOWN_FIELD, format!("unknown field `{needle}`"))
        .at(&SourcePath::new("content/a.md"), span)
        .help("did you mean `author`?")
}

fn written(format: Format, text: &str, diagnostic: Diagnostic) -> String {
    report(format, &[diagnostic], &|path| (path.as_str() == "content/a.md").then(|| text.to_owned()), false)
}

const TEXT: &str = "+++\ntitle = \"Visa\"\nautor = \"X\"\n+++\n";

fn twice() -> Diagnostic {
    Diagnostic::new(&codes::CONTRADICTORY_FIELD, "`date` is said twice")
        .label(&SourcePath::new("content/b.md"), Some(4..8), "here")
        .label(&SourcePath::new("content/a.md"), Some(4..9), "and here")
        .label(&SourcePath::new("content/b.md"), Some(22..23), "also")
}

fn two_files(path: &SourcePath) -> Option<String> {
    Some(if path.file_name() == "b.md" { "+++\ndate = 2026-11-02\n+++\n".into() } else { TEXT.to_owned() })
}

fn nowhere() -> Diagnostic {
    Diagnostic::new(&codes::HISTORY_ABSENT, "there is no history")
}

#[test]
fn a_fault_with_one_place_for_people() {
    insta::assert_snapshot!(written(Format::Human, TEXT, at(TEXT, "autor")), @r##"
    error[unknown-field]: unknown field `autor`
     --> content/a.md:3:1
      |
    3 | autor = "X"
      | ^^^^^
      |
      = help: did you mean `author`?
    "##);
}

#[test]
fn a_fault_with_one_place_on_a_line() {
    insta::assert_snapshot!(written(Format::Short, TEXT, at(TEXT, "autor")), @r##"content/a.md:3:1: error[unknown-field]: unknown field `autor` (did you mean `author`?)"##);
}

#[test]
fn a_fault_with_one_place_as_json() {
    insta::assert_snapshot!(written(Format::Json, TEXT, at(TEXT, "autor")), @r##"{"code":"unknown-field","severity":"error","message":"unknown field `autor`","help":"did you mean `author`?","from":null,"places":[{"path":"content/a.md","line":3,"column":1,"endLine":3,"endColumn":6,"byteStart":19,"byteEnd":24,"text":""}]}"##);
}

#[test]
fn a_fault_with_one_place_as_sarif() {
    insta::assert_snapshot!(written(Format::Sarif, TEXT, at(TEXT, "autor")), @r##"
    {
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "chancery",
              "version": "0.1.0",
              "rules": [
                {
                  "id": "unknown-field",
                  "shortDescription": {
                    "text": "a field is not known here"
                  },
                  "help": {
                    "text": "Unknown fields are refused so that a misspelt one is not ignored in silence."
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  }
                }
              ]
            }
          },
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "unknown-field",
              "ruleIndex": 0,
              "level": "error",
              "message": {
                "text": "unknown field `autor`\nhelp: did you mean `author`?"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "content/a.md",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 3,
                      "startColumn": 1,
                      "endLine": 3,
                      "endColumn": 6
                    }
                  }
                }
              ]
            }
          ]
        }
      ]
    }
    "##);
}

#[test]
fn a_fault_with_more_places_in_every_format() {
    let all = |format| report(format, &[twice()], &two_files, false);
    insta::assert_snapshot!(all(Format::Human), @r##"
    error[contradictory-field]: `date` is said twice
     --> content/b.md:2:1
      |
    2 | date = 2026-11-02
      | ^^^^ here
    3 | +++
      | - also
      |
     ::: content/a.md:2:1
      |
    2 | title = "Visa"
      | ----- and here
    "##);
    insta::assert_snapshot!(all(Format::Short), @r##"content/b.md:2:1: error[contradictory-field]: `date` is said twice"##);
    insta::assert_snapshot!(all(Format::Json), @r##"{"code":"contradictory-field","severity":"error","message":"`date` is said twice","help":null,"from":null,"places":[{"path":"content/b.md","line":2,"column":1,"endLine":2,"endColumn":5,"byteStart":4,"byteEnd":8,"text":"here"},{"path":"content/a.md","line":2,"column":1,"endLine":2,"endColumn":6,"byteStart":4,"byteEnd":9,"text":"and here"},{"path":"content/b.md","line":3,"column":1,"endLine":3,"endColumn":2,"byteStart":22,"byteEnd":23,"text":"also"}]}"##);
    let sarif: serde_json::Value = serde_json::from_str(&all(Format::Sarif)).unwrap();
    insta::assert_snapshot!(format!("{:#}", sarif["runs"][0]["results"]), @r##"
    [
      {
        "ruleId": "contradictory-field",
        "ruleIndex": 0,
        "level": "error",
        "message": {
          "text": "`date` is said twice"
        },
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "content/b.md",
                "uriBaseId": "%SRCROOT%"
              },
              "region": {
                "startLine": 2,
                "startColumn": 1,
                "endLine": 2,
                "endColumn": 5
              }
            },
            "message": {
              "text": "here"
            }
          }
        ],
        "relatedLocations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "content/a.md",
                "uriBaseId": "%SRCROOT%"
              },
              "region": {
                "startLine": 2,
                "startColumn": 1,
                "endLine": 2,
                "endColumn": 6
              }
            },
            "message": {
              "text": "and here"
            },
            "id": 0
          },
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "content/b.md",
                "uriBaseId": "%SRCROOT%"
              },
              "region": {
                "startLine": 3,
                "startColumn": 1,
                "endLine": 3,
                "endColumn": 2
              }
            },
            "message": {
              "text": "also"
            },
            "id": 1
          }
        ]
      }
    ]
    "##);
}

#[test]
fn a_fault_without_a_place_in_every_format() {
    let all = |format| report(format, &[nowhere()], &|_| None, false);
    insta::assert_snapshot!(all(Format::Human), @r##"note[history-absent]: there is no history"##);
    insta::assert_snapshot!(all(Format::Short), @r##"note[history-absent]: there is no history"##);
    insta::assert_snapshot!(all(Format::Json), @r##"{"code":"history-absent","severity":"note","message":"there is no history","help":null,"from":null,"places":[]}"##);
    let sarif: serde_json::Value = serde_json::from_str(&all(Format::Sarif)).unwrap();
    insta::assert_snapshot!(sarif["runs"][0]["results"], @r##"[{"ruleId":"history-absent","ruleIndex":0,"level":"note","message":{"text":"there is no history"}}]"##);
}

#[test]
fn a_fault_of_a_whole_file_shows_its_path_only() {
    let fault = || {
        Diagnostic::new(&codes::ORPHAN_TRANSLATION, "`a.fr.md` has no source")
            .label(&SourcePath::new("content/a b.md"), None, "no `a.en.md` beside it")
            .help("restore it")
    };
    insta::assert_snapshot!(written(Format::Human, TEXT, fault()), @r##"
    error[orphan-translation]: `a.fr.md` has no source
    --> content/a b.md
     = note: no `a.en.md` beside it
     = help: restore it
    "##);
    insta::assert_snapshot!(written(Format::Short, TEXT, fault()), @r##"content/a b.md: error[orphan-translation]: `a.fr.md` has no source (restore it)"##);
    let sarif: serde_json::Value = serde_json::from_str(&written(Format::Sarif, TEXT, fault())).unwrap();
    insta::assert_snapshot!(sarif["runs"][0]["results"][0]["locations"][0], @r##"{"physicalLocation":{"artifactLocation":{"uri":"content/a%20b.md","uriBaseId":"%SRCROOT%"}},"message":{"text":"no `a.en.md` beside it"}}"##);
}

#[test]
fn a_source_that_is_gone_leaves_the_path() {
    let fault =
        || Diagnostic::new(&codes::UNKNOWN_FIELD, "unknown field").at(&SourcePath::new("content/gone.md"), 3..5);
    insta::assert_snapshot!(written(Format::Human, TEXT, fault()), @r##"
    error[unknown-field]: unknown field
    --> content/gone.md
    "##);
    insta::assert_snapshot!(written(Format::Short, TEXT, fault()), @r##"content/gone.md: error[unknown-field]: unknown field"##);
    insta::assert_snapshot!(written(Format::Json, TEXT, fault()), @r##"{"code":"unknown-field","severity":"error","message":"unknown field","help":null,"from":null,"places":[{"path":"content/gone.md","line":null,"column":null,"endLine":null,"endColumn":null,"byteStart":3,"byteEnd":5,"text":""}]}"##);
}

#[test]
fn a_huge_line_is_cut_around_the_place() {
    let latin = format!("{} autor = 1 {}", "lorem ipsum ".repeat(50_000), "dolor sit ".repeat(50_000));
    let chinese = format!("{}autor{}", "外交部发言人".repeat(2_000), "发言".repeat(2_000));
    for (text, column) in [(&latin, 600_002), (&chinese, 12_001)] {
        let drawn = written(Format::Human, text, at(text, "autor"));
        assert!(drawn.contains(&format!(" --> content/a.md:1:{column}\n")), "{drawn}");
        let lines: Vec<&str> = drawn.lines().collect();
        let marked = lines.iter().position(|line| line.ends_with("^^^^^")).unwrap();
        // Characters of Chinese take two columns.
        let width = |c: char| if c.is_ascii() || c == '…' { 1 } else { 2 };
        let before =
            |line: usize, sign: &str| lines[line].split(sign).next().unwrap().chars().map(width).sum::<usize>();
        assert_eq!(before(marked - 1, "autor"), before(marked, "^"), "{drawn}");
        assert!(lines.iter().all(|line| line.chars().count() < 200), "{drawn}");
    }
}

#[test]
fn a_span_over_many_lines_is_shown_at_its_ends() {
    let text = format!("one\nbegin\n{}end\n", "filling\n".repeat(5_000));
    let span = 4..text.len() - 1;
    let fault = Diagnostic::new(&codes::BAD_VALUE, "too long").at(&SourcePath::new("content/a.md"), span);
    insta::assert_snapshot!(written(Format::Human, &text, fault), @r##"
    error[bad-value]: too long
        --> content/a.md:2:1
         |
       2 | / begin
       3 | | filling
       4 | | filling
       5 | | filling
    ...    |
    5002 | | filling
    5003 | | end
         | |___^
    "##);
}

#[test]
fn carriage_returns_move_no_column() {
    let text = "+++\r\ntitle = 1\r\n\tautor = 2\r\n";
    insta::assert_snapshot!(written(Format::Human, text, at(text, "autor")), @r##"
    error[unknown-field]: unknown field `autor`
     --> content/a.md:3:2
      |
    3 |     autor = 2
      |     ^^^^^
      |
      = help: did you mean `author`?
    "##);
    insta::assert_snapshot!(written(Format::Short, text, at(text, "autor")), @r##"content/a.md:3:2: error[unknown-field]: unknown field `autor` (did you mean `author`?)"##);
}

#[test]
fn columns_count_characters_in_any_script() {
    let chinese = "标题 = \"签证\" autor\n";
    insta::assert_snapshot!(written(Format::Human, chinese, at(chinese, "autor")), @r##"
    error[unknown-field]: unknown field `autor`
     --> content/a.md:1:11
      |
    1 | 标题 = "签证" autor
      |               ^^^^^
      |
      = help: did you mean `author`?
    "##);
    let arabic = "العنوان = \"التأشيرات\" autor\n";
    insta::assert_snapshot!(written(Format::Human, arabic, at(arabic, "autor")), @r##"
    error[unknown-field]: unknown field `autor`
     --> content/a.md:1:23
      |
    1 | العنوان = "التأشيرات" autor
      |                       ^^^^^
      |
      = help: did you mean `author`?
    "##);
    let emoji = "👩‍👩‍👧 e\u{301} autor\n";
    insta::assert_snapshot!(written(Format::Short, emoji, at(emoji, "autor")), @r##"content/a.md:1:10: error[unknown-field]: unknown field `autor` (did you mean `author`?)"##);
}

#[test]
fn a_text_that_is_not_utf_8_is_shown_as_far_as_it_is() {
    let path = SourcePath::new("content/a.md");
    let tree = Tree::in_memory([(path.as_str(), &b"one\r\ncaf\xE9 noir\r\n"[..])]);
    let fault = tree.text(&path).unwrap_err();
    let all = |format| report(format, std::slice::from_ref(&fault), &|path| tree.lossy(path), false);
    insta::assert_snapshot!(all(Format::Human), @r##"
    error[invalid-utf8]: line 2 is not UTF-8: found the byte `0xE9`
     --> content/a.md:2:4
      |
    2 | caf� noir
      |    ^
      |
      = help: save the file again as UTF-8
    "##);
    insta::assert_snapshot!(all(Format::Short), @r##"content/a.md:2:4: error[invalid-utf8]: line 2 is not UTF-8: found the byte `0xE9` (save the file again as UTF-8)"##);
}

#[test]
fn a_span_that_does_not_fit_the_source_does_no_harm() {
    let path = SourcePath::new("content/a.md");
    let text = "éé\n";
    #[expect(clippy::reversed_empty_ranges, reason = "such a span is what is tested")]
    let spans = [0..0, 1..1, 1..3, 4..4, 5..5, 5..6, 3..900, 800..900, 4..2, usize::MAX..usize::MAX];
    for span in spans {
        for text in ["", "\n", text, "é", "a\r\n"] {
            for format in [Format::Human, Format::Short, Format::Json, Format::Sarif] {
                let fault = Diagnostic::new(&codes::BAD_VALUE, "x").at(&path, span.clone());
                assert!(written(format, text, fault).contains("content/a.md"), "{span:?} {text:?} {format:?}");
            }
        }
    }
    let end = |at| Diagnostic::new(&codes::TOML_SYNTAX, "unexpected end").at(&path, at..at);
    insta::assert_snapshot!(written(Format::Human, "a = [\n", end(6)), @r##"
    error[toml-syntax]: unexpected end
     --> content/a.md:2:1
      |
    2 |
      | ^
    "##);
    insta::assert_snapshot!(written(Format::Short, "a = [\n", end(6)), @r##"content/a.md:2:1: error[toml-syntax]: unexpected end"##);
}

#[test]
fn nothing_in_a_fault_can_command_the_terminal() {
    let text = "a \u{1B}[2Jevil \u{202E}b\n";
    let fault = || {
        let mut fault = at(text, "\u{1B}[2Jevil");
        fault.message = "unknown `\u{1B}[2J\u{202E}`".into();
        fault.help = Some("write `\u{1B}[2J\u{202E}`\nor not".into());
        fault
    };
    for format in [Format::Human, Format::Short, Format::Json, Format::Sarif] {
        assert!(!written(format, text, fault()).contains('\u{1B}'), "{format:?}");
    }
    assert_eq!(written(Format::Short, text, fault()).lines().count(), 1);
    insta::assert_snapshot!(written(Format::Human, text, fault()), @r##"
    error[unknown-field]: unknown `␛[2J�`
     --> content/a.md:1:3
      |
    1 | a ␛[2Jevil �b
      |   ^^^^^^^^
      |
      = help: write `␛[2J�`
              or not
    "##);
}

#[test]
fn colour_is_for_those_who_asked_for_it() {
    let coloured = |format| report(format, &[nowhere()], &|_| None, true);
    assert!(coloured(Format::Human).contains('\u{1B}'));
    assert!(!coloured(Format::Short).contains('\u{1B}'));
    assert!(!written(Format::Human, TEXT, at(TEXT, "autor")).contains('\u{1B}'));
}

#[test]
fn no_fault_is_nothing_to_read_and_a_valid_sarif_log() {
    for format in [Format::Human, Format::Short, Format::Json] {
        assert_eq!(report(format, &[], &|_| None, true), "");
    }
    let log: serde_json::Value = serde_json::from_str(&report(Format::Sarif, &[], &|_| None, false)).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}
