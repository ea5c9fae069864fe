//! Tests of publishing a built site: releases and pushes.

mod events;
mod events_model;
mod plan_of_publication;
mod prepared;
mod pushing;
mod receive;
mod rename;
mod rollback;
mod told;
mod releases;
