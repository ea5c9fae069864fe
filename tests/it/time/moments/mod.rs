//! Random small sites that depend on time, an independent model of what the public may see at an instant, and a reader
//! of the output. None of them shares code with the program.

pub mod agreement;
pub mod model;
pub mod publication;
pub mod reading;
pub mod site;
mod writing;
