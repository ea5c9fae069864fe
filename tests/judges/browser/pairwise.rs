//! A small set of combinations in which every two values of different axes come together at least once.
//!
//! Most faults need no more than two circumstances at once, and that is what all pairs find in a fraction of all
//! combinations (NIST SP 800-142, section 2).

use std::collections::BTreeSet;

/// A value of an axis: the number of the axis, the number of the value.
pub type Value = (usize, usize);

/// Covers all pairs of values of axes with so many values each. Two values that may never come together are named by
/// `is_apart`, which is asked in the order of the axes; each value must have a partner on every other axis. The same axes give the same rows.
pub fn pairwise(sizes: &[usize], is_apart: impl Fn(Value, Value) -> bool) -> Vec<Vec<usize>> {
    let mut open = pairs(sizes, &is_apart);
    let mut uses: Vec<Vec<usize>> = sizes.iter().map(|size| vec![0; *size]).collect();
    let mut rows = Vec::new();
    while let Some((first, second)) = open.first().copied() {
        let mut row: Vec<Option<usize>> = vec![None; sizes.len()];
        row[first.0] = Some(first.1);
        row[second.0] = Some(second.1);
        for axis in 0..sizes.len() {
            if row[axis].is_some() {
                continue;
            }
            let chosen = |row: &[Option<usize>]| -> Vec<Value> {
                row.iter().enumerate().filter_map(|(axis, value)| Some((axis, (*value)?))).collect()
            };
            let others = chosen(&row);
            let fits = |value: &usize| {
                others.iter().all(|other| {
                    let (one, other) = ordered((axis, *value), *other);
                    !is_apart(one, other)
                })
            };
            let news =
                |value: usize| others.iter().filter(|other| open.contains(&ordered((axis, value), **other))).count();
            // The most that is new; then what has been seldom.
            let best = (0..sizes[axis])
                .filter(fits)
                .min_by_key(|value| (std::cmp::Reverse(news(*value)), uses[axis][*value], *value));
            row[axis] = Some(best.expect("each value has a partner on every axis"));
        }
        let row: Vec<usize> = row.into_iter().flatten().collect();
        for (axis, value) in row.iter().copied().enumerate() {
            uses[axis][value] += 1;
        }
        for pair in pairs_of(&row) {
            open.remove(&pair);
        }
        rows.push(row);
    }
    rows
}

/// Every combination, but for those with two values that may never come together.
pub fn all(sizes: &[usize], is_apart: impl Fn(Value, Value) -> bool) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new()];
    for size in sizes {
        rows = rows.iter().flat_map(|row| (0..*size).map(|value| [row.as_slice(), &[value]].concat())).collect();
    }
    rows.retain(|row| !pairs_of(row).iter().any(|(one, other)| is_apart(*one, *other)));
    rows
}

/// The pairs of values that are to come together.
pub fn pairs(sizes: &[usize], is_apart: impl Fn(Value, Value) -> bool) -> BTreeSet<(Value, Value)> {
    let values = |axis: usize| (0..sizes[axis]).map(move |value| (axis, value));
    let axes = (0..sizes.len()).flat_map(|first| (first + 1..sizes.len()).map(move |second| (first, second)));
    let all = axes
        .flat_map(|(first, second)| values(first).flat_map(move |one| values(second).map(move |other| (one, other))));
    all.filter(|(one, other)| !is_apart(*one, *other)).collect()
}

/// The pairs of values that come together in a row.
pub fn pairs_of(row: &[usize]) -> BTreeSet<(Value, Value)> {
    let values: Vec<Value> = row.iter().copied().enumerate().collect();
    values.iter().enumerate().flat_map(|(at, one)| values[at + 1..].iter().map(move |other| (*one, *other))).collect()
}

fn ordered(one: Value, other: Value) -> (Value, Value) {
    if one < other { (one, other) } else { (other, one) }
}
