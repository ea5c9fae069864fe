//! What comes along for systemd and Debian: read by their own tools, built, and installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{chancery, program, repository};

fn text_of(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

/// Runs a program; returns what it said, where it ended well.
#[track_caller]
fn run(command: &mut Command) -> String {
    let run = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: run tests/run"));
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{command:?}\n{said}");
    said
}

/// Builds the package around the program of this test, and returns it.
fn package(place: &Path) -> PathBuf {
    // In a copy: the package takes its files from the project's folder, and the program from a target folder.
    let copy = place.join("project");
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "packaging",
        "docs",
        "src/main.rs",
        "src/lib.rs",
        "build.rs",
        // Cargo reads the manifest of every package of the workspace.
        "tests/support",
    ] {
        let (from, to) = (repository().join(file), copy.join(file));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        if from.exists() {
            run(Command::new("cp").arg("--recursive").arg(&from).arg(&to));
        }
    }
    let target = place.join("target");
    fs::create_dir_all(target.join("release")).unwrap();
    let built = target.join("release/chancery");
    fs::copy(program(), &built).unwrap();
    run(Command::new(copy.join("packaging/debian/prepare")).arg(&built));
    let package = place.join("chancery.deb");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&copy).args(["deb", "--no-build", "--no-strip", "--fast", "--offline", "--output"]).arg(&package);
    run(cargo.env("CARGO_TARGET_DIR", &target));
    package
}

#[test]
fn the_debian_package_is_built_and_installed() {
    let place = tempfile::tempdir().unwrap();
    let package = package(place.path());
    let about = run(Command::new("dpkg-deb").arg("--info").arg(&package));
    assert!(about.contains("Package: chancery") && about.contains("git"), "{about}");
    // A root of its own, so that nothing of this machine changes.
    let root = place.path().join("root");
    for folder in ["info", "updates", "triggers"] {
        fs::create_dir_all(root.join("var/lib/dpkg").join(folder)).unwrap();
    }
    fs::write(root.join("var/lib/dpkg/status"), "").unwrap();
    run(Command::new("dpkg")
        .arg(format!("--root={}", root.display()))
        // Images of Debian without documentation leave it out of packages.
        .args(["--path-include=/usr/share/man/*", "--path-include=/usr/share/doc/*"])
        .args(["--force-depends", "--force-not-root", "--force-bad-path", "--force-script-chrootless", "--install"])
        .arg(&package));
    let installed = root.join("usr/bin/chancery");
    assert_eq!(run(Command::new(&installed).arg("--version")), format!("chancery {}\n", env!("CARGO_PKG_VERSION")));
    // A manual page for each command, which man reads without a complaint.
    for name in run(chancery().args(["man", "--list"])).lines() {
        let name = if name.is_empty() { "chancery".to_owned() } else { format!("chancery-{}", name.replace(' ', "-")) };
        let page = root.join(format!("usr/share/man/man1/{name}.1.gz"));
        let mut man = Command::new("man");
        let shown =
            run(man.args(["--warnings", "--local-file"]).arg(&page).env("MANWIDTH", "80").env("LC_ALL", "C.UTF-8"));
        // groff names the line of what it complains of; a command may have an option or a value `warning` of its own.
        assert!(shown.contains("NAME") && !shown.contains("<standard input>:"), "{name}: {shown}");
    }
    // Completions that the shell itself takes.
    let completions = root.join("usr/share/bash-completion/completions/chancery");
    let said =
        run(Command::new("bash").arg("-c").arg("source \"$1\" && complete -p chancery").arg("bash").arg(&completions));
    assert!(said.contains("chancery"), "{said}");
    for file in ["usr/share/zsh/vendor-completions/_chancery", "usr/share/fish/vendor_completions.d/chancery.fish"] {
        assert!(fs::read_to_string(root.join(file)).unwrap().contains("hook"), "{file}");
    }
    for file in [
        "etc/default/chancery",
        "usr/share/doc/chancery/rebuild-on-commits.md",
        "usr/share/doc/chancery/examples/github-actions.yml",
    ] {
        assert!(root.join(file).exists(), "{file}");
    }
    // The units, by systemd's own judge, with the program where it is here.
    let (units, judged) = (root.join("usr/lib/systemd/system"), place.path().join("units"));
    fs::create_dir(&judged).unwrap();
    for name in ["chancery-publish.service", "chancery-publish.timer"] {
        let text = fs::read_to_string(units.join(name)).unwrap();
        fs::write(judged.join(name), text.replace("/usr/bin/chancery", installed.to_str().unwrap())).unwrap();
    }
    run_quiet(
        Command::new("systemd-analyze")
            .args(["verify", "--man=no"])
            .args([judged.join("chancery-publish.service"), judged.join("chancery-publish.timer")]),
    );
    let unit = fs::read_to_string(units.join("chancery-publish.service")).unwrap();
    assert!(unit.contains("ExecStart=/usr/bin/chancery --quiet hook due ${CHANCERY_REPOSITORY}"), "{unit}");
    let timer = fs::read_to_string(units.join("chancery-publish.timer")).unwrap();
    let calendar = timer.lines().find_map(|line| line.strip_prefix("OnCalendar=")).unwrap();
    let next = run(Command::new("systemd-analyze").args(["calendar", "--iterations=3", calendar]));
    let minutes: Vec<&str> = next.lines().filter(|line| line.contains(":00 UTC")).collect();
    assert!(next.contains("*-*-* *:*:00") && minutes.len() >= 3, "{next}");
}

/// As [`run`], of a judge that ends well whatever it says of the units themselves.
#[track_caller]
fn run_quiet(command: &mut Command) {
    let said = run(command);
    let own: Vec<&str> = said.lines().filter(|line| line.contains("chancery")).collect();
    assert!(own.is_empty(), "{}", own.join("\n"));
}

#[test]
fn the_units_are_judged() {
    let place = tempfile::tempdir().unwrap();
    let unit = text_of("packaging/systemd/chancery-publish.service")
        .replace("ProtectSystem=strict", "ProtectSystem=sometimes");
    let file = place.path().join("chancery-broken.service");
    fs::write(&file, unit).unwrap();
    let said = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&file).output().unwrap();
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.contains("ProtectSystem") || said.contains("sometimes"), "{said}");
}
