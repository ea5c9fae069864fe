//! `[theme]`: which theme, its parameters, and the tokens that the site sets. Which tokens a theme has, and what they may
//! be, is the theme's business.

use super::{Resolver, spanned};
use crate::config::settings::{Spanned, ThemeSettings, TokenSetting};
use crate::diag::{Span, codes};
use crate::spec::{Record, Value};

impl Resolver<'_> {
    pub(super) fn theme(&mut self, record: &Record) -> ThemeSettings {
        let default = ThemeSettings::default();
        let tokens = record.table("tokens").map(|tokens| tokens.fields.as_slice()).unwrap_or_default();
        ThemeSettings {
            name: record.string("name").unwrap_or(default.name),
            parameters: record.get("parameters").map_or(default.parameters, |value| value.data.json()),
            tokens: tokens.iter().filter_map(|(name, span, value)| self.token(name, span, value)).collect(),
        }
    }

    /// A value for both schemes, or a table with one for each.
    fn token(&mut self, name: &str, place: &Span, value: &Value) -> Option<TokenSetting> {
        let name = Spanned { value: name.to_owned(), span: place.clone() };
        if let Some(both) = spanned(value) {
            return Some(TokenSetting { name, light: Some(both.clone()), dark: Some(both) });
        }
        let schemes = value.table().map(|table| table.fields.as_slice()).unwrap_or_default();
        let mut setting = TokenSetting { name, light: None, dark: None };
        for (scheme, _, value) in schemes {
            match (scheme.as_ref(), spanned(value)) {
                ("light", Some(value)) => setting.light = Some(value),
                ("dark", Some(value)) => setting.dark = Some(value),
                _ => {
                    let message = format!("`{}` has the unknown scheme `{scheme}`", setting.name.value);
                    self.fault(&codes::BAD_VALUE, message, &value.span, "there are `light` and `dark`, each a text");
                    return None;
                }
            }
        }
        if schemes.is_empty() {
            let message = format!("the token `{}` has no value", setting.name.value);
            let help = "write a text for both schemes, or `{ light = …, dark = … }`";
            self.fault(&codes::BAD_VALUE, message, &value.span, help);
            return None;
        }
        Some(setting)
    }
}
