//! What time does to a site: texts that wait, change, end; the instants at which a site becomes another.

mod due;
mod life;
mod states;
