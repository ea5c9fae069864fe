//! Dependencies have the same features in the program, in the tests and in a program without features, so that nothing
//! is compiled twice.

use std::collections::BTreeMap;
use std::process::Command;

use support::repository;

/// The features of each dependency, by name and version; of one that is compiled for different purposes, all sets.
type Features = BTreeMap<String, Vec<String>>;

fn features(arguments: &[&str]) -> Features {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository()).args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p} {f}"]);
    let run = cargo.args(arguments).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).unwrap();
    let mut features = Features::new();
    for line in text.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.starts_with("chancery")) {
        let mut words = line.splitn(3, ' ');
        let name = [words.next().unwrap(), " ", words.next().unwrap()].concat();
        let sets = features.entry(name).or_default();
        let set = words.next().unwrap_or_default().trim_start_matches("(proc-macro)").trim().to_owned();
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    features
}

/// Names what the first tree compiles with features that the second never asks for.
fn compiled_again(first: &Features, second: &Features) -> Vec<String> {
    let is_new = |name: &String, set: &String| second.get(name).is_some_and(|sets| !sets.contains(set));
    let new =
        first.iter().flat_map(|(name, sets)| sets.iter().filter(|set| is_new(name, set)).map(move |_| name.clone()));
    new.collect()
}

#[test]
fn no_dependency_is_compiled_twice() {
    let program = features(&["--edges", "normal,build"]);
    let tests = features(&["--edges", "normal,build,dev"]);
    let slim = features(&["--edges", "normal,build", "--no-default-features"]);
    assert!(program.len() > 300 && slim.len() < program.len() / 2, "{} and {}", program.len(), slim.len());
    assert_eq!(
        compiled_again(&program, &tests),
        [""; 0],
        "the tests ask for more features: see Cargo.toml, Not called"
    );
    // Without its tables: it costs two seconds, to ask for all of it would cost every slim program more.
    let known = |name: &String| name.starts_with("regex-automata ");
    let again: Vec<String> = compiled_again(&slim, &program).into_iter().filter(|name| !known(name)).collect();
    assert_eq!(again, [""; 0], "a program without features asks for fewer: see Cargo.toml, Not called");
}

#[test]
fn other_features_are_seen() {
    let tree = |set: &str| Features::from([("a v1".to_owned(), vec![set.to_owned()])]);
    assert_eq!(compiled_again(&tree("std"), &tree("std,alloc")), ["a v1"]);
    assert_eq!(compiled_again(&tree("std"), &tree("std")), [""; 0]);
    assert_eq!(compiled_again(&tree("std"), &Features::new()), [""; 0], "what is not there is not compiled again");
}
