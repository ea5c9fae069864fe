//! The theme is embedded in the binary; a new file in it must be noticed as a changed one is.

fn main() {
    println!("cargo:rerun-if-changed=themes/portal");
}
