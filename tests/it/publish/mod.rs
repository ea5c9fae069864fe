//! From a built site to a public one: releases, pushes, and what becomes due.

mod due;
mod pushing;
mod receive;
mod releases;
