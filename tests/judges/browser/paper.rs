//! A statement on paper: letterhead, reference, date, the address of the page and those of its links; no menu.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::defects::{Defect, ENGLISH};
use super::{address, portal, run, sorts, with};
use support::html::{all, first, page as read};
use support::{BASE, scratch, text, tool};

/// What is missing in, or should not be on, the paper on which a statement is printed.
fn amiss_on_paper(html: &str, pdf: &Path) -> Vec<String> {
    let mut reader = Command::new(tool("CHANCERY_PDFTOTEXT"));
    let printed = reader.args(["-layout", "-enc", "UTF-8"]).arg(pdf).arg("-").output().unwrap();
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect::<String>();
    let paper = squeezed(&String::from_utf8(printed.stdout).unwrap());
    let document = read("page", html.as_bytes(), BASE).html;
    let find = |css: &str| first(&document, css).unwrap_or_else(|| panic!("the page has no `{css}`"));
    let words = |css: &str| squeezed(&find(css).text().collect::<String>());
    let data = words("script[type='application/ld+json']");
    let (_, reference) = data.split_once("\"identifier\":\"").expect("an identifier");
    let mut parts = vec![
        ("institution", squeezed(find("meta[property='og:site_name']").attr("content").unwrap())),
        ("title", words("h1")),
        ("reference", reference.split('"').next().unwrap().to_owned()),
        ("date", words("main time")),
        ("address of the page", squeezed(find("link[rel=canonical]").attr("href").unwrap())),
    ];
    let bodies = all(&document, "main .prose a[href^='http']");
    parts.extend(bodies.iter().map(|link| ("address of a link", squeezed(link.attr("href").unwrap()))));
    // On paper nobody knows the site to which `/en/` belongs.
    let own = all(&document, "main .prose a[href^='/']");
    let origin = BASE.trim_end_matches('/');
    let own = own.iter().map(|link| squeezed(&format!("({origin}{})", link.attr("href").unwrap())));
    parts.extend(own.map(|address| ("address of a link", address)));
    let mut faults: Vec<String> = parts
        .iter()
        .filter(|(_, part)| !paper.contains(part.as_str()))
        .map(|(name, part)| format!("{name} is missing: {part}"))
        .collect();
    // The letterhead comes before all else.
    if paper.find(&parts[0].1) > paper.find(&parts[1].1) {
        faults.push("the institution stands below the title".to_owned());
    }
    let shown: String = first(&document, "main article").map(|article| article.text().collect()).unwrap_or_default();
    for css in ["a.skip-link", "header nav", "main nav", "footer nav"] {
        if let Some(found) = first(&document, css) {
            let text = squeezed(&found.text().collect::<String>());
            // A statement names its languages among its facts, as the switcher does.
            if paper.matches(&text).count() > squeezed(&shown).matches(&text).count() {
                faults.push(format!("`{css}` is printed: {text}"));
            }
        }
    }
    faults
}

/// Marks that direct text and leave no trace on paper.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// A statement in which a link leads elsewhere.
fn statement_with_link() -> Defect {
    let path = &sorts()["statement"]["en"];
    Defect {
        name: "link on paper",
        page: path.clone().leak(),
        html: "<div class=\"prose\"><p>See <a href=\"https://treaties.example.org/arvenne/2026/\">the treaty</a>.</p></div>",
        ..ENGLISH
    }
}

/// A statement from right to left in which code, a table and a word are wider than the paper.
fn statement_that_is_wide() -> Defect {
    let row = |tag: &str, kind: &str| {
        (1..=12)
            .map(|place| format!("<{tag} class=\"num\">{kind}{place:02}-1,234,567.00</{tag}>"))
            .collect::<Vec<_>>()
            .concat()
    };
    let html = format!(
        "<div class=\"prose\"><pre><code>{code} KODEND</code></pre><p>{word}WORDEND</p><div class=\"table-scroll\">\
         <table class=\"data\"><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div></div>",
        code = "let x = 1; ".repeat(20),
        word = "w".repeat(200),
        head = row("th", "H"),
        cells = row("td", "C"),
    );
    Defect { name: "wide on paper", page: sorts()["statement"]["ar"].clone().leak(), html: html.leak(), ..ENGLISH }
}

/// The text that lies within the pages of a PDF.
fn within_paper(pdf: &Path) -> String {
    let mut reader = Command::new(tool("CHANCERY_PDFTOTEXT"));
    let printed = reader.args(["-bbox", "-enc", "UTF-8"]).arg(pdf).arg("-").output().unwrap();
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let said = String::from_utf8(printed.stdout).unwrap();
    let number = |line: &str, name: &str| {
        let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let (mut width, mut text) = (0.0, String::new());
    for line in said.lines().map(str::trim_start) {
        if line.starts_with("<page ") {
            width = number(line, "width");
        } else if line.starts_with("<word ") && number(line, "xMin") >= 0.0 && number(line, "xMax") <= width {
            text.push_str(line.split_once('>').unwrap().1.trim_end_matches("</word>"));
        }
    }
    text
}

fn print(folder: &Path, page: &str) -> PathBuf {
    let site = folder.file_name().unwrap().to_str().unwrap();
    let pdf = scratch!(format!("{site} {}.pdf", page.replace('/', "-")));
    run("print.mjs", &[folder.to_str().unwrap(), page, pdf.to_str().unwrap()], "");
    pdf
}

#[test]
fn a_printed_statement_has_its_parts() {
    let statement = statement_with_link();
    let (folder, page) = with(&statement);
    let html = fs::read_to_string(folder.join(statement.page)).unwrap();
    assert_eq!(amiss_on_paper(&html, &print(&folder, &page)), [""; 0]);
    for lang in ["ar", "zh"] {
        let path = &sorts()["statement"][lang];
        let html = text(portal().0, path);
        // In Arabic, what is read from a PDF has lost the order in which it was written.
        let amiss: Vec<String> = amiss_on_paper(html, &print(&portal().1, &address(path)))
            .into_iter()
            .filter(|fault| lang != "ar" || fault.starts_with("reference") || fault.starts_with("address"))
            .collect();
        assert_eq!(amiss, [""; 0], "{path}");
    }
}

#[test]
fn nothing_is_wider_than_the_paper() {
    let lost = |defect: &Defect| {
        let (folder, page) = with(defect);
        let text = within_paper(&print(&folder, &page));
        let cells = ["H", "C"].into_iter().flat_map(|kind| (1..=12).map(move |place| format!("{kind}{place:02}-")));
        let parts = cells.chain(["KODEND", "WORDEND"].map(str::to_owned));
        parts.filter(|part| !text.contains(part)).collect::<Vec<_>>()
    };
    let wide = statement_that_is_wide();
    assert_eq!(lost(&wide), [""; 0]);
    let style = "@media print { th, td { overflow-wrap: normal; white-space: nowrap !important } pre { white-space: pre !important } }";
    let lost = lost(&Defect { name: "wider than paper", style, ..wide });
    assert!(lost.iter().any(|part| part.starts_with('C')), "{lost:?}");
}

#[test]
fn what_is_missing_on_paper_is_found() {
    let amiss = |name: &'static str, style: &'static str| {
        let statement = Defect { name, style, ..statement_with_link() };
        let (folder, page) = with(&statement);
        let html = fs::read_to_string(folder.join(statement.page)).unwrap();
        amiss_on_paper(&html, &print(&folder, &page)).join("\n")
    };
    let blank = amiss("blank paper", "@media print { body { visibility: hidden } }");
    for part in ["institution", "title", "reference", "date", "address of the page", "address of a link"] {
        assert!(blank.contains(&format!("{part} is missing")), "{part}: {blank}");
    }
    let headless = amiss("no letterhead", "@media print { body > header { display: none } }");
    assert_eq!(headless, "the institution stands below the title");
    let menu = amiss(
        "menu on paper",
        "@media print { header nav { display: block !important } header nav ::details-content { content-visibility: visible; block-size: auto } .panel { position: static } }",
    );
    assert!(menu.starts_with("`header nav` is printed"), "{menu}");
}
