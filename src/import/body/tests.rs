//! Tests of each tool's constructs, and of laws: nothing panics, nothing is lost, plain text is unchanged.

mod laws;
mod markup;
mod templates;

use super::{Body, Dialect, Fate, Surroundings, translate, translate_html};

/// A small site: `about.md`, a post, a picture and a few variables.
struct Site;

impl Surroundings for Site {
    fn link(&self, target: &str) -> Option<String> {
        match target {
            "/about/" | "about.md" => Some("../about.en.md".to_owned()),
            "/nowhere/" => None,
            other => Some(other.to_owned()),
        }
    }

    fn picture(&self, target: &str) -> Option<String> {
        (!target.contains("://") && target.ends_with("map.png")).then(|| "map.png".to_owned())
    }

    fn reference(&self, target: &str) -> Option<String> {
        (target.contains("about") || target.contains("2020")).then(|| "../about.en.md".to_owned())
    }

    fn include(&self, name: &str) -> Option<String> {
        match name {
            "hours.md" => Some("Open from 9 to 5.\n".to_owned()),
            "hello.html" => Some("Hello {{ include.name }}!".to_owned()),
            "nav.html" => Some("<nav>{% for p in site.pages %}x{% endfor %}</nav>".to_owned()),
            _ => None,
        }
    }

    fn variable(&self, path: &str) -> Option<String> {
        (path == "site.title" || path == "phone").then(|| "The Title".to_owned())
    }
}

fn hugo(text: &str) -> Body {
    translate(text, 1, Dialect::Hugo, &Site)
}

fn jekyll(text: &str) -> Body {
    translate(text, 1, Dialect::Jekyll, &Site)
}

fn zola(text: &str) -> Body {
    translate(text, 1, Dialect::Zola, &Site)
}

fn html(text: &str) -> String {
    translate_html(text, 1, Dialect::Hugo, &Site).text
}

/// Returns the constructs with an outcome, each with its line.
fn told(body: &Body, fate: &Fate) -> Vec<String> {
    let is_it = |note: &&super::Note| std::mem::discriminant(&note.fate) == std::mem::discriminant(fate);
    body.notes.iter().filter(is_it).map(|note| format!("{}: {}", note.line_number, note.construct)).collect()
}
