//! Informs browsers that the site has changed and which faults it has.
//!
//! Served pages get one script that the built site does not have. It comes from this server, as the pages'
//! Content-Security-Policy requires, and listens to server-sent events (HTML, section 9.2):
//!
//! - `generation`, sent first: the number of the current generation; a page with another number is out of date;
//! - `diagnostics`: all diagnostics as written by `faults`, sent first and whenever they change. Other machines get
//!   only their number, since a diagnostic can show a line of a hidden text;
//! - `reload`: the number of the new generation.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt as _};

/// The paths of the script, its style sheet and the events. No page can have them, because no language tag begins so.
pub(super) const SCRIPT_PATH: &str = "/__chancery/live.js";
pub(super) const STYLE_PATH: &str = "/__chancery/live.css";
pub(super) const EVENTS_PATH: &str = "/__chancery/events";

pub(super) const SCRIPT: &str = include_str!("live.js");
pub(super) const STYLE: &str = include_str!("live.css");

/// The status that browsers receive.
#[derive(Clone, Default)]
pub(super) struct Status {
    pub(super) generation: u64,
    /// The diagnostics as JSON, for browsers on this machine.
    pub(super) faults: Arc<str>,
    /// The number of diagnostics as JSON, for browsers on other machines, which must not see their content.
    pub(super) counts: Arc<str>,
}

impl Status {
    /// Returns the diagnostics that a browser may see.
    fn faults_for(&self, to_own: bool) -> &Arc<str> {
        if to_own { &self.faults } else { &self.counts }
    }
}

/// Inserts the script into a page.
pub(super) fn with_script(page: &[u8], generation: u64) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let script = format!("<script src=\"{SCRIPT_PATH}\" data-generation=\"{generation}\" defer></script>");
    let end = page.windows(END.len()).rposition(|window| window == END).unwrap_or(page.len());
    [&page[..end], script.as_bytes(), &page[end..]].concat()
}

/// Returns a page for when there is no other: the script shows the faults and reloads once they are fixed.
pub(super) fn fault_page(generation: u64) -> Vec<u8> {
    let page = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
                content=\"width=device-width\"><title>This page can\u{2019}t be shown</title></head>\n<body>\n<h1>This page \
                can\u{2019}t be shown</h1>\n<p>What is wrong is listed below, and in the terminal. The page comes back as \
                soon as it is mended.</p>\n</body>\n</html>\n";
    with_script(page.as_bytes(), generation)
}

/// Streams the current status and every later change to a browser, on this machine or another.
pub(super) fn events(
    mut status: watch::Receiver<Status>,
    to_own: bool,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut before = status.borrow_and_update().clone();
        let number = |status: &Status| status.generation.to_string();
        let mut next = vec![
            Event::default().event("generation").data(number(&before)),
            Event::default().event("diagnostics").data(before.faults_for(to_own)),
        ];
        loop {
            for event in next.drain(..) {
                if sender.send(event).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                changed = status.changed() => if changed.is_err() { return },
                () = sender.closed() => return,
            }
            let now = status.borrow_and_update().clone();
            if now.faults_for(to_own) != before.faults_for(to_own) {
                next.push(Event::default().event("diagnostics").data(now.faults_for(to_own)));
            }
            if now.generation != before.generation {
                next.push(Event::default().event("reload").data(number(&now)));
            }
            before = now;
        }
    });
    Sse::new(ReceiverStream::new(receiver).map(Ok)).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use super::with_script;

    #[test]
    fn the_script_is_inserted_at_the_end_of_the_body() {
        let page = String::from_utf8(with_script(b"<body><p>a</p></body></html>", 7)).expect("text");
        let script = "<script src=\"/__chancery/live.js\" data-generation=\"7\" defer></script>";
        assert_eq!(page, format!("<body><p>a</p>{script}</body></html>"));
        assert!(String::from_utf8(with_script(b"<p>no end", 7)).expect("text").ends_with(script));
    }
}
