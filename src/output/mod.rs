//! Where rendered bytes go.
