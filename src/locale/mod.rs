//! What a language knows: names, dates, numbers, plurals, order, UI strings.
