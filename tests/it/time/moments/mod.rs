//! Random small sites in which time decides, what the public may see of them at an instant by a model that shares no
//! code with the program, and a reader of what was built.

pub mod agreement;
pub mod model;
pub mod publication;
pub mod reading;
pub mod site;
mod writing;
