//! What readers and their programs get: pages, feeds, pictures, cards, search indexes.

mod cards;
mod checks;
mod contacts;
mod feeds;
mod json_ld;
mod pictures;
mod portal;
mod redirects;
mod registers;
mod right_to_left;
mod search;
mod site;
mod snapshots;
mod theme;
mod titles;
mod versions;
