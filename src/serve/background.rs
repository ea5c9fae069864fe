//! Checks pages that nobody has opened yet, while the server is idle.

use super::generation::Generation;
use super::server::Server;

/// The number of pages after which new faults are reported.
const BATCH: usize = 64;

/// Checks where links lead, then renders every target that has not been opened and is not known from the previous
/// generation. Pauses for requests and stops when files change. Returns the number of rendered targets.
pub(super) fn look_through(server: &Server, generation: &Generation) -> usize {
    server.settle();
    if generation.is_superseded() {
        return 0;
    }
    let mut rendered = 0;
    generation.look_back(server.take_memo());
    if generation.has_news() {
        server.wake();
    }
    for (index, target) in generation.targets().iter().enumerate() {
        server.give_way();
        if generation.is_superseded() {
            break;
        }
        if !generation.is_visited(target) {
            generation.visit(target);
            rendered += 1;
        }
        if index % BATCH == BATCH - 1 && generation.has_news() {
            server.wake();
        }
    }
    server.give_way();
    if !generation.is_superseded() {
        generation.look_ahead();
    }
    // The next generation can use these results.
    server.put_memo(generation.copy_memo());
    if generation.has_news() {
        server.wake();
    }
    rendered
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    use tokio::sync::mpsc;

    use super::*;
    use crate::engine::{Options, Session};
    use crate::fs::{History, Inputs, Tree};
    use crate::serve::door::Door;

    const SITE: &str = r#"
base_url = "https://www.ministry.example/"
timezone = "Europe/Lisbon"
institution.name = { en = "Ministry" }
languages = { source = "en", order = ["en"], required = ["en"] }
feeds.authority = "ministry.example,2026"
"#;

    /// Makes a site of two pages, the second with this text.
    fn inputs(text: &str) -> Arc<Inputs> {
        let page = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n{text}\n");
        let files = Tree::in_memory([
            ("site.toml", SITE.to_owned()),
            ("content/_section.en.md", page("Home", "Welcome.")),
            ("content/about.en.md", page("About", "[Nowhere](nowhere.en.md)")),
            ("content/visas.en.md", page("Visas", text)),
        ]);
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        Arc::new(Inputs { files, now, history: Arc::new(History::absent()) })
    }

    fn served() -> (Session, Arc<Server>, mpsc::UnboundedReceiver<()>) {
        let mut session = Session::new(Options::default());
        let (sender, news) = mpsc::unbounded_channel();
        let first = session.prepare(inputs("Bring a photo."));
        (session, Arc::new(Server::new(Door { port: 0, lan: false }, first, sender)), news)
    }

    #[test]
    fn after_an_edit_only_affected_pages_are_checked() {
        let (mut session, server, _news) = served();
        let first = server.current();
        assert_eq!(look_through(&server, &first), first.targets().len());
        server.replace(session.prepare(inputs("Bring two photos.")));
        let second = server.current();
        assert_eq!(look_through(&server, &second), 1, "of {} targets", second.targets().len());
        let is_known = |target| second.is_visited(target);
        assert!(second.targets().iter().all(is_known));
    }

    #[test]
    fn nothing_is_rendered_while_a_request_waits() {
        let (_session, server, mut news) = served();
        let generation = server.current();
        let request = server.begin();
        let (ended, end) = std::sync::mpsc::channel();
        let pass = {
            let (server, generation) = (Arc::clone(&server), Arc::clone(&generation));
            thread::spawn(move || ended.send(look_through(&server, &generation)).unwrap())
        };
        // The broken link has been reported; only rendering remains.
        news.blocking_recv().unwrap();
        end.recv_timeout(Duration::from_millis(300)).unwrap_err();
        generation.supersede();
        drop(request);
        assert_eq!(end.recv().unwrap(), 0);
        pass.join().unwrap();
    }
}
