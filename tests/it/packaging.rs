//! What comes along for code hosts: workflows that are read as YAML, and scripts that are read by their shell.

use std::fs;
use std::process::Command;

use chancery::import::value::{Value, by_extension};
use support::{chancery, repository};

fn text_of(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

fn yaml(path: &str) -> Value {
    by_extension("yml", &text_of(path)).unwrap().unwrap()
}

/// Runs a program; returns what it said, where it ended well.
#[track_caller]
fn run(command: &mut Command) -> String {
    let run = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{command:?}\n{said}");
    said
}

#[test]
fn workflows_clone_in_full_keep_the_cache_and_do_what_the_pages_say() {
    let github = yaml("packaging/github-actions.yml");
    let job = github.table().unwrap().table("jobs").unwrap().table("portal").unwrap();
    let steps = job.get("steps").unwrap().items();
    let used = |name: &str| {
        let found = steps
            .iter()
            .filter_map(Value::table)
            .find(|step| step.text("uses").is_some_and(|uses| uses.starts_with(name)));
        found.unwrap_or_else(|| panic!("no step uses {name}")).table("with").unwrap()
    };
    assert_eq!(used("actions/checkout@").text("fetch-depth").as_deref(), Some("0"));
    let cached = used("actions/cache@").text("path").unwrap();
    assert!(cached.contains(".chancery") && cached.contains("public"), "{cached}");
    let gitlab = yaml("packaging/gitlab-ci.yml");
    let gitlab = gitlab.table().unwrap();
    assert_eq!(gitlab.table("variables").unwrap().text("GIT_DEPTH").as_deref(), Some("0"));
    let cached = gitlab.table("default").unwrap().table("cache").unwrap().get("paths").unwrap().texts();
    assert_eq!(cached, [".chancery/", "public/"]);
    // Every command of theirs is one that the program has.
    for path in ["packaging/github-actions.yml", "packaging/gitlab-ci.yml"] {
        let text = text_of(path);
        for wanted in ["chancery check", "chancery build", "--changed-since", "chancery publish --from"] {
            assert!(text.contains(wanted), "{path} has no `{wanted}`");
        }
        assert!(!text.contains("${{ github.event.head_commit"), "{path} hands text of a commit to a shell");
    }
    for command in [
        &["check", "--help"][..],
        &["build", "--changed-since", "x", "--help"],
        &["publish", "--from", "x", "--to", "y", "--wait", "--help"],
    ] {
        run(chancery().args(command));
    }
}

#[test]
fn each_shell_script_of_the_packages_is_one() {
    run(Command::new("bash").arg("-n").arg(repository().join("packaging/debian/prepare")));
    for path in ["packaging/github-actions.yml", "packaging/gitlab-ci.yml"] {
        assert!(!text_of(path).contains('\t'), "{path}");
    }
}
