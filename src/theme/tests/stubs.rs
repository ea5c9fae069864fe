//! Stubs for the engine's functions. `t` takes its texts from the English catalogue, and refuses an unknown id or a
//! call that omits one of the message's arguments.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::theme::eject;

pub fn register(tera: &mut Tera) {
    tera.register_function("t", t);
    tera.register_function("asset", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        Ok(format!("/assets/{}", kwargs.must_get::<&str>("path")?))
    });
    tera.register_function("url", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        Ok(kwargs.must_get::<&str>("path")?.to_owned())
    });
    tera.register_function("outline", |_: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(Value::from_serializable(&serde_json::json!({ "path": "", "size": 9, "lines": 1, "width": 9, "height": 0 })))
    });
    tera.register_filter("isolated", |value: Value, _: Kwargs, _: &State| value);
    tera.register_filter("number", |value: Value, _: Kwargs, _: &State| value.to_string());
}

#[expect(clippy::needless_pass_by_value, reason = "the signature is the engine's")]
fn t(kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let id = kwargs.must_get::<&str>("id")?;
    let pattern = message(id).ok_or_else(|| Error::message(format!("no string `{id}`")))?;
    let mut said = String::new();
    let mut rest = pattern.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').ok_or_else(|| Error::message(format!("`{id}` is not closed")))?;
        said.push_str(before);
        match slot.trim().strip_prefix('$') {
            Some(name) => {
                let value = kwargs.get::<Value>(name)?;
                let value = value.ok_or_else(|| Error::message(format!("`{id}` needs `{name}`")))?;
                said.push_str(&value.to_string());
            }
            None => said.push_str(slot.trim().trim_matches('"')),
        }
        rest = after;
    }
    Ok(said + rest)
}

/// Returns the pattern of a message; for one with plural forms, that of the last form.
fn message(id: &str) -> Option<String> {
    let catalogue = std::str::from_utf8(eject("strings/en.ftl")?).ok()?;
    let mut lines = catalogue.lines().skip_while(|line| line.split_once(" =").is_none_or(|(name, _)| name != id));
    let (_, first) = lines.next()?.split_once(" =")?;
    if !first.trim().is_empty() {
        return Some(first.trim().to_owned());
    }
    let forms = lines.take_while(|line| line.starts_with(' '));
    let other = forms.filter_map(|line| line.trim().strip_prefix("*[other]")).last()?;
    Some(other.trim().to_owned())
}
