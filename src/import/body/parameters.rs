//! The parameters of a shortcode or a tag: named or positional, with any of the tools' quotation marks.

/// Parameters in their order, each with its name if it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(Option<String>, String)>);

impl Parameters {
    /// Reads `name="a value"`, `name=value`, `"a value"`, `` `a value` `` and bare words, separated by white space or
    /// commas.
    pub(super) fn read(text: &str) -> Self {
        let mut list = Vec::new();
        let mut rest = text.trim_start_matches([' ', '\t', '\n', '\r', ',']);
        while !rest.is_empty() {
            let word = &rest[..rest.find(|c: char| !(c.is_alphanumeric() || "_-.:".contains(c))).unwrap_or(rest.len())];
            let after = rest[word.len()..].trim_start();
            let named = !word.is_empty() && after.strip_prefix(['=']).is_some();
            let (name, from) = if named { (Some(word.to_owned()), after[1..].trim_start()) } else { (None, rest) };
            let (value, left) = value(from);
            list.push((name, value));
            rest = left.trim_start_matches([' ', '\t', '\n', '\r', ',']);
        }
        Self(list)
    }

    /// Finds a parameter by name.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        let found =
            self.0.iter().find(|(known, _)| known.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// Finds the first parameter that has one of several names.
    pub(super) fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.named(name))
    }

    /// Finds a positional parameter.
    pub(super) fn at(&self, place: usize) -> Option<&str> {
        self.0.iter().filter(|(name, _)| name.is_none()).nth(place).map(|(_, value)| value.as_str())
    }

    /// Finds a parameter by one of its names, or else by its position.
    pub(super) fn any_or(&self, names: &[&str], place: usize) -> Option<&str> {
        self.any(names).or_else(|| self.at(place)).filter(|value| !value.trim().is_empty())
    }

    /// Iterates over all values, for changing them.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

/// Reads a value; returns it and the rest of the text.
fn value(text: &str) -> (String, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let Some(quote) = quote else {
        let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
        // A separator alone is not a value, but must be skipped.
        let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return (value, &text[at + 1..]),
            '\\' if quote != '`' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, c)) => value.push(c),
                None => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::Parameters;

    #[test]
    fn parameters_have_names_or_places_and_any_quotes() {
        let read = Parameters::read("one src=\"a \\\"b\\\".png\" alt=`c \\d` 'two words', width = 30");
        assert_eq!((read.at(0), read.at(1), read.at(2)), (Some("one"), Some("two words"), None));
        assert_eq!((read.named("src"), read.named("ALT")), (Some("a \"b\".png"), Some("c \\d")));
        assert_eq!(read.named("width"), Some("30"));
        assert_eq!(Parameters::read("a=\"").named("a"), None);
    }
}
