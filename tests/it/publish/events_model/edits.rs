//! Random edits to the content of a commit or of local files.

use super::Dice;
use super::content::{Content, State, Statement};

/// Returns an edited copy of a content.
pub fn edited(before: &Content, now: i64, dice: &mut Dice, number: &mut u32) -> Content {
    let mut content = Content { is_bad: false, ..before.clone() };
    for _ in 0..=dice.below(2) {
        match dice.below(8) {
            0 | 1 => {
                content.about = {
                    *number += 1;
                    *number
                }
            }
            2 | 3 => {
                *number += 1;
                let embargo = (dice.below(3) > 0).then(|| now + dice.below(7) as i64 - 1);
                let state = if dice.below(6) == 0 { State::Draft } else { State::Shown };
                content.statements.insert(*number, Statement { state, embargo, text: *number });
            }
            4 => {
                let all: Vec<u32> = content.statements.keys().copied().filter(|number| *number > 0).collect();
                if let Some(one) = all.get(dice.below(all.len().max(1))) {
                    let statement = content.statements.get_mut(one).unwrap();
                    match dice.below(6) {
                        0 => statement.state = State::Withdrawn,
                        1 => (statement.state, statement.embargo) = (State::Gone, None),
                        2 => statement.state = State::Draft,
                        3 if statement.state != State::Gone => statement.embargo = Some(now + 2),
                        _ => {
                            statement.text = {
                                *number += 1;
                                *number
                            }
                        }
                    }
                }
            }
            5 => {
                let all: Vec<u32> = content.statements.keys().copied().filter(|number| *number > 0).collect();
                if let Some(one) = all.get(dice.below(all.len().max(1))) {
                    content.statements.remove(one);
                }
            }
            6 => content.keep = 2 + dice.below(4),
            _ => {
                content.about = {
                    *number += 1;
                    *number
                }
            }
        }
    }
    content
}
