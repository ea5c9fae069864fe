//! Tests of what time does to a site: texts that wait, change and end, and the instants at which a site changes.

mod ahead;
mod due;
mod instants;
mod life;
mod moments;
mod settings;
mod states;
mod status;
