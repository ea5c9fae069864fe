//! `[publish]`: numbers within their limits.

use super::Resolver;
use crate::config::Publishing;
use crate::diag::codes;
use crate::spec::{Data, Record};

impl Resolver<'_> {
    pub(super) fn publish(&mut self, record: &Record) -> Publishing {
        let usual = Publishing::default();
        let number = |number: i64| usize::try_from(number).ok();
        Publishing {
            keep: self.within(record, "keep", 1, Publishing::MOST_KEPT).and_then(number).unwrap_or(usual.keep),
            max_delete: self.within(record, "max_delete", 0, i64::from(u32::MAX)).and_then(number),
            html_max_age: self
                .within(record, "html_max_age", 0, Publishing::LONGEST_AGE)
                .and_then(|seconds| u32::try_from(seconds).ok())
                .unwrap_or(usual.html_max_age),
        }
    }

    /// Reads a number that has limits.
    fn within(&mut self, record: &Record, name: &str, least: i64, most: i64) -> Option<i64> {
        let value = record.get(name)?;
        let Data::Integer(number) = value.data else { return None };
        if (least..=most).contains(&number) {
            return Some(number);
        }
        let message = format!("`{name}` is {number}, and may be from {least} to {most}");
        self.fault(&codes::BAD_VALUE, message, &value.span, "leave it out for the default");
        None
    }
}
