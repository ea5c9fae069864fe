//! The glob patterns by which Hugo, Zola and Jekyll select files.

/// The maximum number of patterns that one with braces may expand to.
const MOST: usize = 200;

/// The characters that a `*` matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Star {
    /// All but `/`; `**` matches all.
    Part,
    /// All.
    Whole,
}

/// Matches a pattern, ignoring case: `*`, `**`, `?` (one character), `[a-z]`, `[!a]`, `{a,b}` (either).
#[must_use]
pub fn glob(pattern: &str, text: &str, star: Star) -> bool {
    expanded(pattern).iter().any(|pattern| is_match(pattern, text, star))
}

/// Expands the braces of a pattern into a list of patterns.
#[must_use]
pub fn expanded(pattern: &str) -> Vec<String> {
    let (mut open, mut done) = (vec![pattern.to_owned()], Vec::new());
    while let Some(pattern) = open.pop() {
        // The innermost pair is expanded first.
        let close = pattern.find('}');
        let pair = close.and_then(|close| Some((pattern[..close].rfind('{')?, close)));
        match pair {
            Some((start, close)) if open.len() + done.len() < MOST => {
                let parts = pattern[start + 1..close].split(',');
                open.extend(parts.map(|part| format!("{}{part}{}", &pattern[..start], &pattern[close + 1..])));
            }
            _ => done.push(pattern),
        }
    }
    done.sort_unstable();
    done.dedup();
    done
}

/// Matches a pattern without braces.
#[must_use]
pub fn is_match(pattern: &str, text: &str, star: Star) -> bool {
    let chars = |text: &str| text.to_lowercase().chars().take(500).collect::<Vec<_>>();
    matches(&chars(pattern), &chars(text), star)
}

fn matches(pattern: &[char], text: &[char], star: Star) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', '*', rest @ ..] => (0..=text.len()).any(|at| matches(rest, &text[at..], star)),
        ['*', rest @ ..] => {
            let end = text.iter().position(|c| *c == '/').filter(|_| star == Star::Part).unwrap_or(text.len());
            (0..=end).any(|at| matches(rest, &text[at..], star))
        }
        ['?', rest @ ..] => text.first().is_some_and(|c| *c != '/') && matches(rest, &text[1..], star),
        ['[', rest @ ..] if rest.contains(&']') => {
            let close = rest.iter().position(|c| *c == ']').unwrap_or(0);
            let Some(first) = text.first() else { return false };
            let (is_not, class) = match &rest[..close] {
                ['!' | '^', class @ ..] => (true, class),
                class => (false, class),
            };
            is_not != is_in(class, *first) && matches(&rest[close + 1..], &text[1..], star)
        }
        ['\\', first, rest @ ..] | [first, rest @ ..] => text.first() == Some(first) && matches(rest, &text[1..], star),
    }
}

fn is_in(class: &[char], c: char) -> bool {
    match class {
        [] => false,
        [from, '-', to, rest @ ..] => (*from..=*to).contains(&c) || is_in(rest, c),
        [one, rest @ ..] => *one == c || is_in(rest, c),
    }
}

#[cfg(test)]
mod tests {
    use super::{Star, expanded, glob};

    #[test]
    fn a_star_is_a_part_of_a_path_or_all_of_it() {
        assert!(glob("/posts/**", "/posts/a/b", Star::Part));
        assert!(glob("{/posts/**,/posts}", "/posts", Star::Part));
        assert!(glob("/posts/*", "/posts/a", Star::Part));
        assert!(!glob("/posts/*", "/posts/a/b", Star::Part) && glob("/posts/*", "/posts/a/b", Star::Whole));
        assert!(glob("pa?e", "PAGE", Star::Part));
        assert!(glob("[a-c]x[!0-9]", "bxy", Star::Part) && !glob("[a-c]x[!0-9]", "bx1", Star::Part));
        assert!(glob("a\\*", "a*", Star::Part) && !glob("a\\*", "ab", Star::Part));
    }

    #[test]
    fn braces_may_lie_in_braces() {
        assert_eq!(expanded("{,/**}/x{a,{b,c}}"), ["/**/xa", "/**/xb", "/**/xc", "/xa", "/xb", "/xc"]);
    }
}
