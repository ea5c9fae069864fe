//! What time does to a site: texts that wait, change, end; the instants at which a site becomes another.

mod ahead;
mod due;
mod instants;
mod life;
mod moments;
mod settings;
mod states;
mod status;
