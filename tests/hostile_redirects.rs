//! Any table of old addresses that a build accepts gives rules that nginx, Apache and Caddy load, and that answer as the
//! table says; what the table does not name answers as before. Tables are random, of characters that mean something to
//! a server, raw and percent-encoded. `CHANCERY_HOSTILE_TABLES` says how many.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;
#[path = "support/web_servers.rs"]
mod web_servers;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chancery::config::{BaseUrl, read_redirects, resolve};
use chancery::diag::{Diagnostic, Severity, SourcePath};
use chancery::engine::{self, CacheChoice, Options, Session};
use chancery::fs::{Inputs, Tree};
use chancery::plan::{Plan, Target, What, plan};
use chancery::site::{Parsed, link};
use chancery::track::{Parts, World};
use web_servers::{Answer, Kind, Served, Server};

/// How many sites one server shows at a time.
const AT_ONCE: usize = 50;

/// Bits of addresses: plain ones, and whatever ends, opens or stands for something in a configuration.
const BITS: &[&str] = &[
    "a",
    "b",
    "old",
    "news",
    "2019",
    "x-y",
    "A",
    ".html",
    ".php",
    ".txt",
    "index.html",
    "é",
    "网",
    "%c3%a9",
    "%C3%A9",
    "%E2%80%A8",
    " ",
    "%20",
    "\"",
    "%22",
    "'",
    "%27",
    "\\",
    "%5c",
    "%5C",
    "`",
    "%60",
    "{",
    "}",
    "%7b",
    "%7D",
    "$",
    "%24",
    ";",
    "%3B",
    "#",
    "%23",
    "?",
    "%3F",
    "*",
    "%2A",
    "%2a",
    "%2F",
    "%2f",
    "%25",
    "%2541",
    "%",
    "%zz",
    "%FF",
    "%C3",
    "%0a",
    "%0d%0a",
    "%00",
    "%09",
    "%7f",
    "\u{1}",
    "\t",
    "|",
    "^",
    "~",
    "!",
    "&",
    "+",
    "=",
    ":",
    "@",
    ",",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "..",
    ".",
    "%2e%2e",
    "$1",
    "%1",
    "$uri",
    "${PATH}",
    "%{HTTP_HOST}",
    "{$HOME}",
    "{path}",
    "{env.HOME}",
    "{args.0}",
    "%7Bpath%7D",
    "%7B%24HOME%7D",
    "%24%7BPATH%7D",
    "%25%7BHTTP_HOST%7D",
    ":splat",
    "(.*)",
    "[a-z]+",
    "%22%20%7B",
    "%5c%22",
    "%22;%20return%20200%20%22",
    "default",
    "import",
    "~*",
];

/// What a request adds to a folder that leads elsewhere.
const RESTS: &[&str] = &[
    "",
    "x",
    "a/b.html",
    "a%20b",
    "%3Fq=1",
    "x?y=1&z=%20",
    "?q",
    "%C3%A9",
    "%25",
    "%22",
    "%7Bpath%7D",
    "$1",
    "%5Cevil.example",
    "a;b",
    "@evil.example",
    "/evil.example/",
];

/// A sequence of numbers that look random, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn path(&mut self) -> String {
        let mut path = String::new();
        for _ in 0..=self.below(3) {
            path.push('/');
            for _ in 0..=self.below(4) {
                // Half of the bits are plain, so that some tables are accepted.
                path.push_str(if self.below(2) == 0 { self.of(&BITS[..16]) } else { self.of(BITS) });
            }
        }
        if self.below(2) == 0 { path + "/" } else { path }
    }

    fn old(&mut self) -> String {
        match self.below(12) {
            0 => format!("{}/*", self.path().trim_end_matches('/')),
            1 => format!("{}*", self.path()),
            2 | 3 => format!("{}?{}{}={}", self.path(), self.of(BITS), self.of(BITS), self.of(BITS)),
            4 => format!("/en/?p={}", self.of(BITS)),
            5 => self
                .of(&["/en/about/", "/en/*", "/form.txt", "/_headers", "/nginx.conf", "/assets/*", "/en/press/x*"])
                .into(),
            6 => format!("/{}", self.of(BITS).repeat(self.below(400) + 1)),
            _ => self.path(),
        }
    }

    fn new_of(&mut self, old: &str) -> String {
        let is_folder = old.ends_with("/*");
        match self.below(8) {
            0 => format!("https://other.example{}", self.path()),
            1 => format!("https://other.example/{}?{}#{}", self.of(BITS), self.of(BITS), self.of(BITS)),
            2 => format!("/en/about/?{}#{}", self.of(BITS), self.of(BITS)),
            3 => "https://www.example.org/en/press/".into(),
            4 if is_folder => "/".into(),
            _ if is_folder => self.of(&["/en/", "https://other.example", "https://other.example/a/"]).into(),
            _ => self.of(&["/en/", "/en/about/", "/en/feed.xml", "/form.txt", "/fr/", "/en/press/treaty/"]).into(),
        }
    }

    fn row(&mut self) -> [String; 3] {
        // Spaces around a cell are not part of it.
        let old = self.old().trim().to_owned();
        match self.below(6) {
            0 => [old, String::new(), "410".into()],
            status => {
                let new = self.new_of(&old).trim().to_owned();
                [old, new, if status < 3 { "302".into() } else { "301".into() }]
            }
        }
    }
}

fn csv_of(rows: &[[String; 3]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["old", "new", "status"]).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A table that was accepted, and the site that it belongs to.
struct Case {
    host: String,
    /// The path under which the site lives.
    base: &'static str,
    rows: Vec<[String; 3]>,
    aliases: Vec<String>,
}

/// What all tables share: the theme and the words of a site, which take longest to read.
struct Ground {
    world: Arc<World>,
    assets: Vec<(String, String)>,
}

impl Ground {
    fn new() -> Self {
        let options = Options { now: Some(now()), cache: CacheChoice::Off, ..Options::default() };
        let mut files = sources("https://www.example.org/");
        files.push(("content/about.en.md".into(), about(&[])));
        let inputs = Inputs::of(Tree::in_memory(files), Some(now()), None).inputs;
        let (world, plan) = Session::new(options).with_shelf(false).prepare(Arc::new(inputs)).site.unwrap();
        let asset = |target: &Target| match &target.what {
            What::Asset(name) => Some((name.clone(), format!("/{}", target.path))),
            _ => None,
        };
        Self { world, assets: plan.targets.iter().filter_map(asset).collect() }
    }

    /// Reads, links and plans a site with a table.
    fn plan(&self, url: &str, table: &str, about: String) -> (Arc<World>, Plan, Vec<Diagnostic>) {
        let mut files = sources(url);
        files.push(("content/about.en.md".into(), about));
        let toml = &files.iter().find(|(path, _)| path == "site.toml").unwrap().1;
        let mut settings = resolve(toml, &SourcePath::new("site.toml")).0.unwrap();
        let (rows, mut faults) = read_redirects(table, &SourcePath::new("redirects.csv"), &settings.home);
        settings.redirects = rows;
        let (documents, more) = engine::parse(&settings, &Tree::in_memory(files));
        faults.extend(more);
        let parsed = Parsed { documents, statics: vec!["/form.txt".to_owned()], ..Parsed::default() };
        let (site, more) = link(&parsed, &settings, now(), false);
        faults.extend(more);
        let (plan, more) = plan(&site, &settings, &self.assets, &[SourcePath::new("static/form.txt")], None);
        faults.extend(more);
        let parts = Parts { settings: Arc::new(settings), site: Arc::new(site), ..self.world.untracked() };
        (Arc::new(World::new(parts)), plan, faults)
    }
}

fn now() -> jiff::Timestamp {
    support::NOW.parse().unwrap()
}

fn about(aliases: &[String]) -> String {
    let list: Vec<String> = aliases.iter().map(|alias| toml_text(alias)).collect();
    format!("+++\ntitle = \"About us\"\naliases = [{}]\n+++\n\nWho we are.\n", list.join(", "))
}

/// Makes a site with random old addresses, those left out that the build refuses.
fn case(number: usize, dice: &mut Dice, ground: &Ground, folder: &Path) -> (Case, Served) {
    let base = ["", "", "/portal", "/p%C3%A9"][dice.below(4)];
    let url = format!("https://www.example.org{base}/");
    let parsed = BaseUrl::parse(&url).unwrap();
    let csv = SourcePath::new("redirects.csv");
    let mut rows: Vec<[String; 3]> = (0..30).map(|_| dice.row()).collect();
    rows.retain(|row| read_redirects(&csv_of(std::slice::from_ref(row)), &csv, &parsed).1.is_empty());
    let mut aliases: Vec<String> = (0..6).map(|_| dice.path()).collect();
    let (world, plan) = loop {
        let (table, about) = (csv_of(&rows), about(&aliases));
        let (world, plan, faults) = ground.plan(&url, &table, about.clone());
        let (mut bad_rows, mut bad_aliases) = (BTreeSet::new(), BTreeSet::new());
        for fault in faults {
            // What a translation says of its source follows from an error that is there, too.
            if fault.severity != Severity::Error || fault.code.name == "faulty-source" {
                continue;
            }
            let label = &fault.labels[0];
            let span = label.span.clone().unwrap_or_else(|| panic!("{}", fault.message));
            match label.path.as_str() {
                "redirects.csv" => bad_rows.insert(table[..span.start].lines().count() - 1),
                "content/about.en.md" => bad_aliases.insert(about[span].to_owned()),
                other => panic!("{other}: {}", fault.message),
            };
        }
        if bad_rows.is_empty() && bad_aliases.is_empty() {
            break (world, plan);
        }
        let before = (rows.len(), aliases.len());
        let mut index = 0..;
        rows.retain(|_| !bad_rows.contains(&index.next().unwrap()));
        aliases.retain(|alias| !bad_aliases.contains(&toml_text(alias)));
        assert_ne!(before, (rows.len(), aliases.len()), "an error that no row made");
    };
    let host = format!("t{number}.localhost");
    let root = folder.join(&host);
    let rules = root.join(decoded(base.trim_start_matches('/')));
    for target in &plan.targets {
        let path = rules.join(target.path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // What stands in a page is no matter here.
        let bytes = match target.what {
            What::HostRules(_) => engine::render_one(&world, target).bytes.unwrap(),
            _ => b"A page.\n".to_vec(),
        };
        fs::write(path, bytes).unwrap();
    }
    (Case { host: host.clone(), base, rows, aliases }, Served { host, root, rules })
}

fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => write!(quoted, "\\u{:04X}", u32::from(c)).unwrap(),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn sources(url: &str) -> Vec<(String, String)> {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let files = support::read_folder(&support::Site::minimal().path());
        files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    });
    let mut files = files.clone();
    files.retain(|(path, _)| path != "content/about.en.md");
    for (path, text) in &mut files {
        if path == "site.toml" {
            *text = text.replace("https://www.example.org/", url);
        }
    }
    files.push(("static/form.txt".into(), "A form.\n".into()));
    files.push((
        "content/leaving.en.md".into(),
        "+++\ntitle = \"Leaving\"\nstate = \"gone\"\nreason = \"This service has ended.\"\n+++\n".into(),
    ));
    files
}

/// What the table says, read by other means than the program's.
struct Model {
    /// By path and query.
    exact: BTreeMap<(Vec<u8>, Option<String>), Said>,
    /// By what the path begins with.
    folders: Vec<(Vec<u8>, Said)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Gone,
    To(String, u16),
}

impl Model {
    fn of(case: &Case) -> Self {
        let mut model = Self { exact: BTreeMap::new(), folders: Vec::new() };
        let base = case.base;
        let here = |new: &str| match new.strip_prefix("https://www.example.org") {
            Some(own) => own.strip_prefix(base).map_or(new.to_owned(), |_| own.to_owned()),
            None if new.starts_with('/') => format!("{base}{new}"),
            // As browsers read it: `..` is resolved.
            None => url::Url::parse(new).unwrap().to_string(),
        };
        for alias in &case.aliases {
            model.add(base, alias, None, &Said::To(format!("{base}/en/about/"), 301));
        }
        model.add(base, "/en/leaving/", None, &Said::Gone);
        for [old, new, status] in &case.rows {
            let said = if status == "410" { Said::Gone } else { Said::To(here(new), status.parse().unwrap()) };
            let (path, query) = match old.split_once('?') {
                Some((path, query)) => (path, Some(as_sent(query))),
                None => (old.as_str(), None),
            };
            match path.strip_suffix('*') {
                Some(folder) => model.folders.push((bytes_of(&format!("{base}{folder}")), said)),
                None => model.add(base, path, query, &said),
            }
        }
        model.folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        model
    }

    /// A page is meant with and without `/` at its end.
    fn add(&mut self, base: &str, old: &str, query: Option<String>, said: &Said) {
        let path = bytes_of(&format!("{base}{old}"));
        let (folder, name) = path.split_at(path.iter().rposition(|byte| *byte == b'/').unwrap() + 1);
        let mut all = vec![path.clone()];
        if name.is_empty() || name == b"index.html" {
            all.push(folder.to_vec());
            if folder.len() > bytes_of(base).len() + 1 {
                all.push(folder[..folder.len() - 1].to_vec());
            }
        } else if !name.contains(&b'.') {
            all.push([&path, b"/".as_slice()].concat());
        }
        for path in all {
            self.exact.entry((path, query.clone())).or_insert_with(|| said.clone());
        }
    }

    /// What is said of a path; of a whole folder also how much of the path names it.
    fn find(&self, path: &[u8], query: Option<&str>) -> Option<(&Said, Option<usize>)> {
        let asked = query.and_then(|query| self.exact.get(&(path.to_vec(), Some(query.to_owned()))));
        let exact = asked.or_else(|| self.exact.get(&(path.to_vec(), None)));
        let folder = || self.folders.iter().find(|(folder, _)| path.starts_with(folder));
        exact.map(|said| (said, None)).or_else(|| folder().map(|(folder, said)| (said, Some(folder.len()))))
    }
}

/// A query as browsers send it.
fn as_sent(query: &str) -> String {
    encoded(query.as_bytes(), |byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#[]%".contains(&byte))
}

fn encoded(bytes: &[u8], is_plain: impl Fn(u8) -> bool) -> String {
    let mut text = String::new();
    for byte in bytes {
        if is_plain(*byte) { text.push(char::from(*byte)) } else { write!(text, "%{byte:02X}").unwrap() }
    }
    text
}

fn bytes_of(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

fn decoded(text: &str) -> String {
    String::from_utf8(bytes_of(text)).unwrap()
}

/// An address as its parts are meant: path, query, fragment, each decoded.
fn meant(address: &str) -> [Vec<u8>; 3] {
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    [path, query, fragment].map(bytes_of)
}

/// Where an answer leads, without the host that was asked.
fn location(answer: &Answer, host: &str) -> String {
    let text = answer.header("location");
    match text.strip_prefix(&format!("http://{host}")) {
        Some(rest) => rest.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()).to_owned(),
        None => text.to_owned(),
    }
}

/// The addresses to be asked for: each old one in several spellings, its neighbours, what the table does not name.
fn addresses(case: &Case, model: &Model, dice: &mut Dice) -> BTreeSet<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut all = BTreeSet::new();
    for (path, query) in model.exact.keys() {
        let query = query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let usual = encoded(path, plain);
        all.insert(format!("{usual}{query}"));
        all.insert(format!("{}{query}", encoded(path, |byte| byte == b'/').to_lowercase()));
        all.insert(format!("{usual}?utm=1"));
        // Neighbours. Names longer than a file's may be answered in any way.
        if path.len() < 200 && path != b"/" {
            all.insert(format!("{}x{query}", usual.trim_end_matches('/')));
            all.insert(format!("{usual}{query}x"));
        }
    }
    for (folder, _) in &model.folders {
        for rest in RESTS {
            all.insert(format!("{}{rest}", encoded(folder, plain)));
        }
        all.insert(format!("{}{}", encoded(folder, |byte| byte == b'/').to_lowercase(), dice.of(RESTS)));
    }
    let base = case.base;
    all.extend(
        ["/en/", "/en/about/", "/fr/a-propos/", "/en/press/treaty/", "/en/feed.xml", "/form.txt", "/robots.txt", "/"]
            .map(|path| format!("{base}{path}")),
    );
    all
}

/// Judges an answer; nothing where it is right.
fn wrong(case: &Case, model: &Model, root: &Path, address: &str, answer: &Answer) -> Option<String> {
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (bytes_of(path), Some(query)),
        None => (bytes_of(address), None),
    };
    if answer.headers.contains_key("x-evil") {
        return Some("a header was put in".to_owned());
    }
    let is = |status: u16| (answer.status != status).then(|| format!("{} in place of {status}", answer.status));
    match model.find(&path, query) {
        Some((Said::Gone, _)) => is(410),
        Some((Said::To(to, status), end)) => {
            // What follows a folder is handed on as it was asked for, and the query with it.
            let rest = end.map_or("", |end| &address[address_after(address, end)..]);
            let to = format!("{to}{}", if to.ends_with('/') { rest.trim_start_matches('/') } else { rest });
            let found = location(answer, &case.host);
            let is_right = answer.status == *status && meant(&found) == meant(&to);
            (!is_right).then(|| format!("{} to `{found}` in place of {status} to `{to}`", answer.status))
        }
        // No file has so long a name, and servers differ in what they say of that.
        None if path.split(|byte| *byte == b'/').any(|part| part.len() > 240) => {
            (answer.status < 400).then(|| format!("{} for what can't be there", answer.status))
        }
        None => {
            let file = root.join(String::from_utf8(path).ok()?.trim_start_matches('/'));
            match (file.is_file() || file.join("index.html").is_file(), address.split('?').next()?.ends_with('/')) {
                (true, true) => is(200),
                (true, false) if file.is_file() => is(200),
                (true, false) => {
                    (!matches!(answer.status, 301 | 308)).then(|| format!("{} for a folder", answer.status))
                }
                (false, _) => is(404),
            }
        }
    }
}

/// The place in an address at which so many bytes of its path have passed.
fn address_after(address: &str, bytes: usize) -> usize {
    let mut at = 0;
    for _ in 0..bytes {
        at += if address[at..].starts_with('%') { 3 } else { 1 };
    }
    at
}

#[test]
fn servers_answer_as_any_accepted_table_says() {
    let tables = std::env::var("CHANCERY_HOSTILE_TABLES").map_or(200, |count| count.parse().unwrap());
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let ground = Ground::new();
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut asked, mut rules) = (0_usize, 0_usize);
    for first in (0..tables).step_by(AT_ONCE) {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let numbers = first..(first + AT_ONCE).min(tables);
        let (cases, sites): (Vec<Case>, Vec<Served>) =
            numbers.map(|number| case(number, &mut dice, &ground, folder.path())).unzip();
        let models: Vec<Model> = cases.iter().map(Model::of).collect();
        rules += models.iter().map(|model| model.exact.len() + model.folders.len()).sum::<usize>();
        let questions: Vec<BTreeSet<String>> =
            cases.iter().zip(&models).map(|(case, model)| addresses(case, model, &mut dice)).collect();
        for kind in Kind::ALL {
            let found = faults.entry(format!("{kind:?}")).or_default();
            let server = match Server::start_all(kind, &sites) {
                Ok(server) => server,
                Err(why) => {
                    found.push(format!("does not load tables {first}…: {why}"));
                    continue;
                }
            };
            for ((case, model), (site, questions)) in cases.iter().zip(&models).zip(sites.iter().zip(&questions)) {
                for address in questions {
                    asked += 1;
                    let fault = match server.ask(&case.host, address, "") {
                        Ok(answer) => wrong(case, model, &site.root, address, &answer),
                        Err(error) => Some(error.to_string()),
                    };
                    found.extend(fault.map(|fault| {
                        format!("{}: {}: {fault:?}", case.host, address.chars().take(200).collect::<String>())
                    }));
                }
            }
        }
    }
    let told: Vec<String> = faults
        .iter()
        .filter(|(_, faults)| !faults.is_empty())
        .map(|(kind, faults)| {
            format!("{kind}: {} faults\n  {}", faults.len(), faults[..faults.len().min(25)].join("\n  "))
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(rules > tables * 8 && asked > tables * 100, "{rules} rules and {asked} questions of {tables} tables");
}
