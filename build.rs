//! The theme and the files of a new site are embedded in the binary; a new file must be noticed as a changed one is. And
//! a program is named by the sources and features it is made of, so that what one program keeps between builds is not
//! read by another.

// The lint guards the doors of the program; this runs before there is one.
#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=themes/portal");
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    let mut files = Vec::new();
    for folder in ["src", "themes/portal"] {
        list(Path::new(folder), &mut files);
    }
    files.push(PathBuf::from("Cargo.lock"));
    files.sort();
    // FNV-1a: it names, it protects nothing.
    let mut name: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        // A packaged crate may lack the lock file.
        let bytes = std::fs::read(&file).unwrap_or_default();
        for byte in file.to_string_lossy().bytes().chain(bytes) {
            name = (name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    // A program without a feature makes other output.
    let features = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_FEATURE_"));
    let mut features: Vec<String> = features.filter(|name| name != "CARGO_FEATURE_DEFAULT").collect();
    features.sort();
    for byte in features.join(" ").bytes() {
        name = (name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    println!("cargo:rustc-env=CHANCERY_BUILD={}-{name:016x}", env!("CARGO_PKG_VERSION"));
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}
