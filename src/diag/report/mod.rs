//! Diagnostics as text: for a terminal, a line each, JSON, SARIF.
