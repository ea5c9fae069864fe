//! The tests that ask programs from outside: browsers, validators, web servers, packagers. `tests/run` installs these
//! programs; `tests/README.md` says which module guards what.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod browser;
mod feeds;
mod hostile_redirects;
mod hosts;
mod html;
mod packaging;
mod schema_org;
mod search;
mod search_law;
mod vocabulary;
mod web_servers;
