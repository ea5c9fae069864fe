//! From a built site to a public one: releases and pushes.

mod pushing;
mod receive;
mod releases;
