//! The one door to the world: files, time, git history, and writing.
