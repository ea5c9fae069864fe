//! From a built site to a public one: releases and pushes.

mod plan_of_publication;
mod pushing;
mod receive;
mod rename;
mod releases;
