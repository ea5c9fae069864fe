//! Registers and tables of data: what pages show of them, and what is told of their files.

use support::Site;

const DATA: &str = "content/registers/gifts/data.csv";

/// A site with a register in English and French, whose records have an id, a day, an amount and a remark.
fn register(data: &str) -> Site {
    let words = "period = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n";
    Site::minimal()
        .append("site.toml", "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file("content/registers/gifts/index.en.md", format!("+++\ntitle = \"Gifts\"\n{words}+++\n"))
        .file(
            "content/registers/gifts/schema.json",
            r#"{"fields":[{"name":"id"},{"name":"day","type":"date"},{"name":"amount","type":"number"},{"name":"remark"}],"primaryKey":"id"}"#,
        )
        .file(DATA, data)
}

fn faults(site: &Site) -> Vec<String> {
    site.build().faults().into_iter().map(str::to_owned).collect()
}

#[test]
fn a_long_register_shows_its_first_records_and_says_how_many_there_are() {
    let rows: String = (1..=1_500).map(|n| format!("g{n},2026-07-01,1.50,none\n")).collect();
    let site = register(&format!("id,day,amount,remark\n{rows}"));
    let output = site.build().sound();
    let page = output.text("en/registers/gifts/index.html");
    assert_eq!(page.matches("<tr id=").count(), 1_000);
    assert!(page.contains("The first 1,000 of 1,500 entries") && page.contains("1,500 rows"));
    assert!(page.contains("2,250.00"), "the total is that of all records");
    assert!(output.text("en/registers/gifts/data.csv").contains("g1500,") && output.stderr.contains("long-register"));
    let link = |row: &str| format!("+++\ntitle = \"About us\"\n+++\n\n[x](registers/gifts/index.en.md#{row})\n");
    assert_eq!(
        faults(&register(&format!("id,day,amount,remark\n{rows}")).file("content/about.en.md", link("g1000"))),
        [""; 0]
    );
    let found = faults(&site.file("content/about.en.md", link("g1001")));
    assert!(matches!(&found[..], [one] if one.contains("about.en.md:5:1: error[broken-anchor]")), "{found:?}");
}

#[test]
fn a_mistake_with_the_whole_file_gives_one_message_and_no_advice_to_report_nothing() {
    for (data, place) in [
        ("id;day;amount;remark\na;2026-07-01;1,50;none\nb;2026-07-01;2,50;none\n", "data.csv:1:3"),
        ("sep=;\nid;day;amount;remark\na;2026-07-01;1,50;none\n", "data.csv:2:3"),
        ("id\tday\tamount\tremark\na\t2026-07-01\t1.50\tnone\n", "data.csv:1:3"),
        ("id,day,amount,remark,,\na,2026-07-01,1.50,none,,\n", "data.csv:1:21"),
        ("id,day,amount,remark\n\"a,2026-07-01,1.50,none\nb,2026-07-02,1.50,none\n", "data.csv:2:1"),
        ("a,2026-07-01,1.50,none\nb,2026-07-02,1.50,none\n", "data.csv:1:1"),
        ("Id no,Day,Sum,Note\na,2026-07-01,1.50,none\n", "data.csv"),
        ("", "data.csv"),
    ] {
        let found = faults(&register(data));
        assert!(
            matches!(&found[..], [one] if one.contains(place) && !one.contains("nil_return")),
            "{data:?}: {found:?}"
        );
    }
    let redirects = Site::minimal().file("redirects.csv", "old;new;status\n/a/;/en/;301\n/b/;/en/;301\n");
    let found = faults(&redirects);
    assert!(matches!(&found[..], [one] if one.contains("redirects.csv:1:4: error[redirect-syntax]")), "{found:?}");
}

#[test]
fn a_reader_is_told_of_a_text_that_a_spreadsheet_takes_for_a_formula() {
    let output = register("id,day,amount,remark\na,2026-07-01,1.50,=1+1\n").build();
    let found = output.faults();
    assert!(matches!(found[..], [one] if one.contains("data.csv:2:19: warning[csv-formula]")), "{found:?}");
    assert!(output.text("en/registers/gifts/index.html").contains("import the file as text"));
    assert!(output.text("en/registers/gifts/data.csv").contains(",=1+1"), "data stay as they are");
    let output = register("id,day,amount,remark\na,2026-07-01,-1.50,+999 20 555 0101\n").build().sound();
    assert!(!output.text("en/registers/gifts/index.html").contains("import the file as text"));
}

#[test]
fn a_table_in_a_text_has_titles_and_its_file_is_judged_once() {
    let about = |arguments: &str| {
        format!("+++\ntitle = \"About us\"\n+++\n\n::: data src=\"a.csv\" caption=\"Depths\" {arguments}\n:::\n")
    };
    let site = |csv: &str, arguments: &str| {
        Site::minimal()
            .file("content/a.csv", csv)
            .file("content/about.en.md", about(arguments))
            .file("content/about.fr.md", about("").replace("About us", "Le ministère"))
    };
    let csv = "harbour,built,depth_m\nPort A,1812,1812\nPort B,1950,2391\n";
    let output = site(csv, "titles=\"Harbour | Built | Depth in metres\" chart=\"depth_m\"").build().sound();
    let page = output.text("en/about/index.html");
    assert!(page.contains(">Depth in metres</th>") && !page.contains("depth_m"), "{page}");
    assert!(page.contains("1,812") && page.contains(">1812<"), "years stay as they are written");
    assert!(
        output.text("fr/about/index.html").contains("depth_m")
            || output.text("fr/a-propos/index.html").contains("depth_m")
    );
    let found = faults(&site(csv, "titles=\"Harbour | Depth\""));
    assert!(matches!(&found[..], [one] if one.contains("about.en.md:5:5: error[directive-argument]")), "{found:?}");
    let found = faults(&site("harbour;depth\nA;1\nB;2\n", ""));
    assert!(matches!(&found[..], [one] if one.contains("a.csv:1:8: error[csv-syntax]")), "{found:?}");
}

#[test]
fn a_file_that_a_browser_would_run_is_a_download_by_every_hosts_rules() {
    let site = Site::minimal()
        .file("content/tool.html", "<script>alert(1)</script>")
        .file("content/note.pdf", "%PDF-1.7")
        .file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\n[Tool](tool.html) and [note](note.pdf)\n");
    let output = site.build().sound();
    let below = |folder: &str| output.files.keys().filter(|path| path.starts_with(folder)).cloned().collect::<Vec<_>>();
    assert!(matches!(&below("files/download/")[..], [one] if one.ends_with("/tool.html")), "{:?}", below("files/"));
    assert!(below("files/").iter().any(|path| path.ends_with("/note.pdf")));
    for file in ["_headers", "nginx.conf", "apache.conf", "caddy.conf"] {
        let rules = output.text(file);
        for part in ["/files/download/", "default-src 'none'; sandbox", "attachment", "application/octet-stream"] {
            assert!(rules.contains(part), "{file} has no {part}:\n{rules}");
        }
    }
}

#[test]
fn a_register_that_lacks_a_field_has_that_fault_alone() {
    for field in ["frequency", "period"] {
        let site = register("id,day,amount,remark\na,2026-07-01,1.50,none\n");
        let text = site.read("content/registers/gifts/index.en.md");
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(field)).collect();
        let found = faults(&site.file("content/registers/gifts/index.en.md", lines.join("\n")));
        assert!(matches!(&found[..], [one] if one.contains("missing-field") && one.contains(field)), "{found:?}");
    }
}
