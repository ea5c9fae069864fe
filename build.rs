//! The theme and the files of a new site are embedded in the binary; a new file must be noticed as a changed one is.

fn main() {
    println!("cargo:rerun-if-changed=themes/portal");
    println!("cargo:rerun-if-changed=src/cli/starter");
}
