//! Any table of old addresses that a build accepts gives rules that nginx, Apache and Caddy load, and that answer as the
//! table says; what the table does not name answers as before. Tables are random, of characters that mean something to
//! a server, raw and percent-encoded. `CHANCERY_HOSTILE_TABLES` says how many.

mod dice;
mod model;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use dice::{Dice, RESTS};
use model::{Model, Said, bytes_of, decoded, encoded};

use crate::web_servers::{Answer, Kind, Served, Server};
use chancery::config::{BaseUrl, read_redirects, resolve};
use chancery::diag::{Diagnostic, Severity, SourcePath};
use chancery::engine::{self, CacheChoice, Options, Session};
use chancery::fs::{Inputs, Tree};
use chancery::plan::{Plan, Target, What, plan};
use chancery::site::{Parsed, link};
use chancery::track::{Parts, World};

/// How many sites one server shows at a time.
const AT_ONCE: usize = 50;

fn csv_of(rows: &[[String; 3]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["old", "new", "status"]).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
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
    fn plan(&self, url: &str, table: &str, about: String) -> (Arc<World>, Arc<Plan>, Vec<Diagnostic>) {
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
        let plan = Arc::new(plan);
        let (settings, site) = (Arc::new(settings), Arc::new(site));
        let parts = Parts { settings, site, plan: Arc::clone(&plan), ..self.world.untracked() };
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
    // Spaces around a cell or an alias are no part of it.
    for text in rows.iter_mut().flatten().chain(&mut aliases) {
        *text = text.trim().to_owned();
    }
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
                // A folder that has no page of its own: a server may add the stroke before it finds none.
                (false, false) if file.is_dir() && matches!(answer.status, 301 | 308) => None,
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
