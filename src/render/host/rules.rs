//! Old addresses and what they answer, whatever the host: aliases, documents that are gone, redirects.csv.

use std::fmt::Write as _;

use crate::config::{Redirect, Status};
use crate::track::World;

/// An old address.
pub(super) struct Rule {
    /// Its path under the base path, as a browser sends it: percent-encoded.
    pub old_url: String,
    /// The same as it is meant: decoded.
    pub old_path: String,
    /// The query, where the address has one.
    pub query: Option<String>,
    /// Whether it means everything below it; what follows is then added to the new address.
    pub prefix: bool,
    /// What it answers.
    pub answer: Answer,
}

/// What an old address answers.
pub(super) enum Answer {
    /// It leads to a path of this host or to an absolute address, percent-encoded.
    Moved {
        /// Where to.
        to: String,
        /// 301 or 302.
        status: u16,
    },
    /// It is gone.
    Gone {
        /// The page that says so, as the path of its file under the base path.
        page: Option<String>,
    },
}

/// Returns the rules of a site: aliases, then what is gone, then the rows of redirects.csv.
pub(super) fn of(world: &World) -> Vec<Rule> {
    let prefix = decode(world.prefix());
    let rule = |path: &str, answer: Answer| Rule {
        old_url: world.url(path),
        old_path: format!("{prefix}{path}"),
        query: None,
        prefix: false,
        answer,
    };
    let (aliases, gone, redirects) = world.old_addresses();
    let aliases = aliases
        .into_iter()
        .map(|(old, new)| rule(old, Answer::Moved { to: world.url(new), status: Status::Permanent.code() }));
    let gone = gone.iter().map(|gone| {
        let page = Some(format!("{prefix}{}index.html", gone.path));
        rule(&gone.path, Answer::Gone { page })
    });
    let redirects = redirects.iter().filter_map(|redirect| of_redirect(world, redirect, &prefix));
    aliases.chain(gone).chain(redirects).collect()
}

/// `None` for an address that no browser sends: with a fragment, or a folder with a query.
fn of_redirect(world: &World, redirect: &Redirect, prefix: &str) -> Option<Rule> {
    let (path, query) = match redirect.old.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (redirect.old.as_str(), None),
    };
    if redirect.old.contains('#') || (redirect.prefix && query.is_some()) {
        return None;
    }
    let old_path = format!("{prefix}{}", decode(path));
    let answer = match redirect.status {
        Status::Gone => {
            let has_page = !redirect.prefix && query.is_none() && path.ends_with('/');
            Answer::Gone { page: has_page.then(|| format!("{prefix}{path}index.html")) }
        }
        Status::Permanent | Status::Temporary => {
            let to = if redirect.new.starts_with('/') { world.url(&redirect.new) } else { encode(&redirect.new) };
            Answer::Moved { to, status: redirect.status.code() }
        }
    };
    let old_url = format!("{}{}", world.prefix(), encode(path).replace('*', "%2A").replace(':', "%3A"));
    Some(Rule { old_url, old_path, query, prefix: redirect.prefix, answer })
}

/// Percent-encodes what is not ASCII; a redirect is written as an address, which may be encoded already.
fn encode(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Undoes percent-encoding; what is not UTF-8 afterwards stays as it was.
pub(super) fn decode(path: &str) -> String {
    let mut parts = path.split('%');
    let mut bytes: Vec<u8> = parts.next().unwrap_or("").into();
    for part in parts {
        let hex = part.get(..2).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            bytes.extend(part[2..].bytes());
        } else {
            bytes.push(b'%');
            bytes.extend(part.bytes());
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn an_address_is_encoded_once() {
        assert_eq!(encode("/caf%C3%A9/é"), "/caf%C3%A9/%C3%A9");
    }

    #[test]
    fn decoding_leaves_what_is_not_encoded() {
        assert_eq!(decode("/caf%C3%A9%2fb/100%/%zz/%+f"), "/café/b/100%/%zz/%+f");
        assert_eq!(decode("/%FF"), "/%FF");
    }
}
