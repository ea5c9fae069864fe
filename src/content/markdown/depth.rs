//! How deep the lists and quotations of a line are nested. The parser takes time with the square of it, so it is asked
//! before.

use std::ops::Range;

use crate::limits::NESTED_BLOCKS;

/// Within what looks like a fenced code block signs open nothing, and art made of them is longer than any list.
const FENCED: usize = 1_000;

/// Finds the first line that opens more lists and quotations inside each other than the limit allows: from the sign that
/// is one too many to the end of the line.
pub(super) fn too_deep(text: &str) -> Option<Range<usize>> {
    let (mut start, mut is_fenced) = (0, false);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        is_fenced ^= content.trim_start().starts_with("```") || content.trim_start().starts_with("~~~");
        let most = if is_fenced { FENCED } else { NESTED_BLOCKS };
        if let Some(at) = beyond(content, most) {
            return Some(start + at..start + content.len());
        }
        start += line.len();
    }
    None
}

/// Finds the sign of a line after as many others as are allowed.
fn beyond(line: &str, most: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let rule = rule_at(bytes);
    let (mut at, mut depth) = (0, 0);
    loop {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if rule.is_some_and(|rule| at >= rule) {
            return None;
        }
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let sign = match bytes.get(at + digits)? {
            b'>' if digits == 0 => 1,
            b'-' | b'+' | b'*' if digits == 0 && is_space(bytes.get(at + 1)) => 1,
            b'.' | b')' if digits > 0 && is_space(bytes.get(at + digits + 1)) => digits + 1,
            _ => return None,
        };
        depth += 1;
        if depth > most {
            return Some(at);
        }
        at += sign;
    }
}

fn is_space(byte: Option<&u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t'))
}

/// Finds where a thematic break may begin that goes on to the end of the line (CommonMark 0.31.2, section 4.1).
fn rule_at(bytes: &[u8]) -> Option<usize> {
    let sign = *bytes.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'))?;
    let of_rule = |byte: &&u8| matches!(**byte, b' ' | b'\t') || **byte == sign;
    let len = bytes.iter().rev().take_while(of_rule).count();
    let mut signs = bytes[bytes.len() - len..].iter().filter(|byte| **byte == sign);
    (matches!(sign, b'-' | b'*' | b'_') && signs.nth(2).is_some()).then_some(bytes.len() - len)
}

#[cfg(test)]
mod tests {
    use super::{NESTED_BLOCKS, too_deep};

    #[test]
    fn a_line_that_opens_too_many_blocks_is_found_at_the_first_too_many() {
        for sign in ["> ", ">", "- ", "1. ", "12) ", "+ > "] {
            let blocks = if sign == "+ > " { NESTED_BLOCKS / 2 } else { NESTED_BLOCKS };
            let sound = sign.repeat(blocks) + "text";
            assert_eq!(too_deep(&sound), None, "{sign:?}");
            let deep = format!("text\n\n{}{sound}\n\ntext", if sign == "+ > " { "- " } else { sign });
            let found = too_deep(&deep).expect("too deep");
            assert!(deep[found.clone()].ends_with("text") && deep[found].len() <= sign.len() + 4, "{sign:?}");
        }
    }

    #[test]
    fn a_line_of_signs_that_is_no_list_is_not_meant() {
        for line in ["* ".repeat(200), "- ".repeat(200), "-".repeat(200), "=".repeat(200), "**a** ".repeat(200)] {
            assert_eq!(too_deep(&line), None, "{line:?}");
        }
        assert_eq!(too_deep(&format!("```\n{}\n```\n", ">".repeat(200))), None);
        assert_eq!(too_deep(&"- a\n".repeat(200)), None, "items beside each other");
        assert_eq!(too_deep(&"1. ".repeat(50_000)).expect("too deep").start, 3 * NESTED_BLOCKS);
    }
}
