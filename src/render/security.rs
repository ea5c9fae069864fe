//! security.txt: how to report a vulnerability (RFC 9116).

use std::fmt::Write as _;

use crate::config::Security;
use crate::track::World;

/// The path of the file below the base.
const PATH: &str = "/.well-known/security.txt";

/// Writes security.txt; empty if site.toml has no `security` settings.
#[must_use]
pub fn render(world: &World) -> String {
    world.security().map_or_else(String::new, |security| write(security, &world.absolute(PATH)))
}

fn write(security: &Security, canonical: &str) -> String {
    let mut text = String::new();
    let mut field = |name: &str, value: &str| {
        // A field is a single line, so remove control characters such as line breaks.
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        // Writing to a string never fails.
        let _ = writeln!(text, "{name}: {value}");
    };
    for contact in &security.contact {
        field("Contact", contact);
    }
    field("Expires", &security.expires.to_string());
    if !security.languages.is_empty() {
        field("Preferred-Languages", &security.languages.join(", "));
    }
    field("Canonical", canonical);
    if let Some(policy) = &security.policy {
        field("Policy", policy);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::config::Security;

    #[test]
    fn each_field_is_one_line() {
        let security = Security {
            contact: vec!["mailto:security@ministry.example".into(), "https://ministry.example/\nPolicy: x".into()],
            expires: "2027-10-01T00:00:00Z".parse().expect("an instant"),
            span: 0..0,
            policy: None,
            languages: vec!["en".into(), "fr".into()],
        };
        assert_eq!(
            write(&security, "https://ministry.example/.well-known/security.txt"),
            "Contact: mailto:security@ministry.example\n\
             Contact: https://ministry.example/Policy: x\n\
             Expires: 2027-10-01T00:00:00Z\n\
             Preferred-Languages: en, fr\n\
             Canonical: https://ministry.example/.well-known/security.txt\n"
        );
    }
}
