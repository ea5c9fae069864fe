//! One mistake, one message: what editors do wrong, each with the one message that it gives.
//!
//! Each row is a mistake in a sound site, with what the program says of it: place, severity and code of every error and
//! warning. A second message about the same mistake fails the row, and so does one at another place. The words of the
//! messages are free.

mod files;
mod front_matter;
mod settings;
mod texts;

use std::process::Command;

use support::Site;

const ABOUT: &str = "content/about.en.md";
const TREATY: &str = "content/press/treaty.en.md";

/// A mistake: what is said of it (`path:line:column: severity[code]`), and the site with it.
struct Mistake {
    said: String,
    made: String,
    site: Site,
}

/// A site whose page about the ministry has a line of front matter more, its third.
fn front(line: &str, said: &str) -> Mistake {
    let site = Site::minimal().file(ABOUT, format!("+++\ntitle = \"About us\"\n{line}\n+++\n\nText.\n"));
    Mistake { said: at(ABOUT, said), made: line.to_owned(), site }
}

/// A site whose page about the ministry is another file.
fn about(text: &str, said: &str) -> Mistake {
    Mistake { said: at(ABOUT, said), made: text.to_owned(), site: Site::minimal().file(ABOUT, text) }
}

/// A site whose page about the ministry has another body, which begins in line 5.
fn body(text: &str, said: &str) -> Mistake {
    about(&format!("+++\ntitle = \"About us\"\n+++\n\n{text}\n"), said)
}

/// A site with other words in one of its files.
fn changed(path: &str, from: &str, to: &str, said: &str) -> Mistake {
    let site = Site::minimal();
    let text = site.read(path);
    assert!(text.contains(from), "`{path}` does not hold `{from}`");
    let said = if said.contains(": ") && said.contains('/') { said.to_owned() } else { at(path, said) };
    Mistake { said, made: format!("{path}: {from} → {to}"), site: site.file(path, text.replacen(from, to, 1)) }
}

/// A site with a mistake that is no line of a text.
fn site(made: &str, said: &str, make: impl Fn(Site) -> Site) -> Mistake {
    Mistake { said: said.to_owned(), made: made.to_owned(), site: make(Site::minimal()) }
}

/// `3:1 error[bad-date]` in a file.
fn at(path: &str, said: &str) -> String {
    let (place, code) = said.split_once(' ').unwrap();
    if place == "-" { format!("{path}: {code}") } else { format!("{path}:{place}: {code}") }
}

/// What the program says of a site, notes left out: `path:line:column: severity[code]` of each.
fn said(site: &Site) -> Vec<String> {
    let mut command: Command = support::chancery();
    command.arg("--root").arg(site.path()).args(["--now", support::NOW, "check", "--format", "short", "--quiet"]);
    let run = command.output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let faults = said.lines().filter(|line| line.contains("error[") || line.contains("warning["));
    faults.map(|line| line.split_inclusive(']').next().unwrap().to_owned()).collect()
}

fn judge(mistakes: Vec<Mistake>) {
    let wrong: Vec<String> = mistakes
        .iter()
        .filter_map(|mistake| {
            let found = said(&mistake.site);
            (found != [mistake.said.clone()]).then(|| {
                format!("{}\n  expected {}\n  found    {}", mistake.made, mistake.said, found.join("\n           "))
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} mistakes:\n{}", wrong.len(), mistakes.len(), wrong.join("\n"));
}

#[test]
fn the_site_without_mistakes_says_nothing() {
    assert_eq!(said(&Site::minimal()), Vec::<String>::new());
}

#[test]
fn there_are_at_least_120_mistakes() {
    let all = [front_matter::all(), files::all(), settings::all(), texts::all()];
    let count: usize = all.iter().map(Vec::len).sum();
    assert!(count >= 120, "{count} mistakes");
}
