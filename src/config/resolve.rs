//! From site.toml as written to [`Settings`]: defaults filled in, names looked up, contradictions found.

mod features;
mod publish;
mod theme;

use jiff::tz::TimeZone;

use super::base_url::BaseUrl;
use super::feed_format::FeedFormat;
use super::language::LanguageTag;
use super::settings::*;
use super::site_toml::SITE;
use crate::diag::{Diagnostic, Feature, Severity, SourcePath, Span, codes};
use crate::limits::LANGUAGES;
use crate::spec::{self, Data, Field, Need, Record, Value};

/// Reads and resolves site.toml.
///
/// Returns `None` only where nothing can be built on what was written: then at least one of the diagnostics is an
/// error.
#[must_use]
pub fn resolve(text: &str, path: &SourcePath) -> (Option<Settings>, Vec<Diagnostic>) {
    let (mut record, mut diagnostics) = spec::read(text, 0, path, &SITE);
    let required = SITE.fields().filter(|field| field.need == Need::Required);
    let missing: Vec<&Field> = required.filter(|field| record.lacks(field.name)).collect();
    if !spec::name_stranger(&mut record, &missing, &mut diagnostics) {
        diagnostics.extend(missing.into_iter().map(|field| {
            Diagnostic::new(&codes::MISSING_FIELD, format!("missing field `{}` in site.toml", field.name))
                .in_file(path)
                .help(format!("add `{} = {}`: {}", field.name, field.example, field.doc))
        }));
    }
    let mut resolver = Resolver { path, diagnostics, languages: Vec::new() };
    let told = resolver.diagnostics.len();
    let settings = resolver.settings(&record);
    let is_ground = |name: &&str| ["languages", "section", "topic", "contact"].contains(name);
    let is_faulty = record.is_torn
        || record.strangers.iter().any(|stranger| stranger.is_table)
        || record.refused.iter().map(String::as_str).any(|name| is_ground(&name))
        || resolver.diagnostics[told..].iter().any(|fault| is_about(fault, &record, is_ground));
    // Of what languages, sections, topics and contacts there are, every text has something to say: nothing is judged by
    // half of them.
    (settings.filter(|_| !is_faulty), resolver.diagnostics)
}

/// Returns whether a fault is in one of some fields at the top.
fn is_about(fault: &Diagnostic, record: &Record, which: impl Fn(&&str) -> bool) -> bool {
    let Some(at) = fault.labels.first().and_then(|label| label.span.as_ref()).map(|span| span.start) else {
        return false;
    };
    let fields = record.fields.iter().filter(|(name, ..)| which(&name.as_ref()));
    fault.severity == Severity::Error && fields.into_iter().any(|(.., value)| holds(value, at))
}

struct Resolver<'a> {
    path: &'a SourcePath,
    diagnostics: Vec<Diagnostic>,
    languages: Vec<LanguageTag>,
}

impl Resolver<'_> {
    fn fault(&mut self, code: &'static codes::Code, message: String, span: &Span, help: &str) {
        // What was read of a value that is wrong already is no second mistake.
        if self
            .diagnostics
            .iter()
            .any(|known| known.labels.first().is_some_and(|label| label.span.as_ref() == Some(span)))
        {
            return;
        }
        let fault = Diagnostic::new(code, message).at(self.path, span.clone());
        self.diagnostics.push(if help.is_empty() { fault } else { fault.help(help) });
    }

    fn settings(&mut self, record: &Record) -> Option<Settings> {
        let languages = self.languages(record.table("languages")?);
        let timezone = record.get("timezone").and_then(|value| {
            let name = value.text()?;
            let zone = TimeZone::get(name).ok();
            if zone.is_none() {
                let message = format!("`{name}` is not an IANA time zone");
                self.fault(&codes::BAD_ZONE, message, &value.span, &zone_help(name));
            }
            zone
        });
        let base = record.get("base_url").and_then(|value| {
            let base = BaseUrl::parse(value.text()?);
            if base.is_none() {
                let message = format!("`{}` can't be a base URL", value.text()?);
                self.fault(
                    &codes::BAD_VALUE,
                    message,
                    &value.span,
                    "an address without query and fragment, and a path of letters, digits and `-`",
                );
            }
            base
        });
        let institution = record.table("institution").and_then(|record| self.institution(record));
        let feeds = record.table("feeds").and_then(|record| self.feeds(record));
        let (languages, timezone) = (languages?, timezone?);
        let mut contacts: Vec<Contact> = record.tables("contact").filter_map(|record| self.contact(record)).collect();
        if let Some(home) = record.table("home") {
            self.emergency(home, &mut contacts);
        }
        let sections = self.sections(record, &languages);
        let topics = self.topics(record);
        let notices = record.tables("notice").filter_map(|record| self.notice(record, &timezone, &contacts)).collect();
        let topics_slug = self.with_default(record.get("topics_slug"), |_| "topics".to_owned());
        let search_slug = self.with_default(record.get("search_slug"), |_| "search".to_owned());
        let security = record.table("security").and_then(|record| self.security(record));
        let hosts = record.table("csp").map(|record| self.hosts(record)).unwrap_or_default();
        let menu = |name: &str| -> Vec<Spanned<String>> {
            let items = record.table("menu").map(|menu| menu.list(name)).unwrap_or_default();
            items.iter().filter_map(spanned).collect()
        };
        let minify = self.minify(record);
        let search = self.switch(record, "search", Feature::Search);
        let cards = record.table("cards").map(|record| self.cards(record)).unwrap_or_default();
        let publish = record.table("publish").map(|record| self.publish(record)).unwrap_or_default();
        let theme = record.table("theme").map(|theme| self.theme(theme)).unwrap_or_default();
        let base = base?;
        Some(Settings {
            home: base.clone(),
            base,
            preview: false,
            drafts: false,
            timezone,
            timezone_name: self.some_texts(record.get("timezone_name")),
            minify,
            compress: record.text("compress") != Some("off"),
            search,
            cards,
            publish,
            institution: institution?,
            languages,
            licence: record
                .table("licence")
                .and_then(|record| Some(Licence { name: record.string("name")?, url: record.string("url")? })),
            main_menu: menu("main"),
            footer_menu: menu("footer"),
            feeds: feeds?,
            theme,
            security,
            hosts,
            topics_slug,
            search_slug,
            contacts,
            sections,
            topics,
            notices,
            redirects: Vec::new(),
        })
    }

    fn minify(&mut self, record: &Record) -> Minify {
        let minify = record.text("minify").and_then(Minify::parse).unwrap_or_default();
        let span = record.get("minify").map(|value| value.span.clone());
        let is_possible = minify != Minify::Full || self.is_possible(Feature::Minify, span.as_ref());
        if is_possible { minify } else { Minify::default() }
    }

    fn cards(&mut self, record: &Record) -> Cards {
        let mut fonts = Vec::new();
        for value in record.list("fonts") {
            let folder = value.text().unwrap_or_default().trim_end_matches('/');
            if folder == "fonts" || folder.starts_with("fonts/") {
                fonts.push(folder.to_owned());
            } else {
                let message = format!("`{folder}` is not a folder of fonts");
                self.fault(&codes::BAD_VALUE, message, &value.span, "put them in `fonts`, or in a folder in it");
            }
        }
        Cards { enabled: record.boolean("enabled") == Some(true), fonts }
    }

    fn languages(&mut self, record: &Record) -> Option<Languages> {
        let mut order: Vec<LanguageTag> = Vec::new();
        if record.is_refused("order") && record.list("order").is_empty() {
            return None;
        }
        for value in record.list("order") {
            let tag = LanguageTag::parse(value.text()?)?;
            if order.contains(&tag) {
                self.fault(&codes::BAD_VALUE, format!("language `{tag}` is listed twice"), &value.span, "");
            } else {
                order.push(tag);
            }
        }
        if order.is_empty() || order.len() > LANGUAGES {
            let message = format!("a site has between 1 and {LANGUAGES} languages, not {}", order.len());
            self.fault(&codes::BAD_VALUE, message, &record.span, "");
            return None;
        }
        self.languages.clone_from(&order);
        let source = self.language(record.get("source")?)?;
        let required = record.list("required").iter().filter_map(|value| self.language(value)).collect();
        let mut numbering = vec![None; order.len()];
        if let Some(systems) = record.table("numbering") {
            for (tag, span, value) in &systems.fields {
                let key = Value { span: span.clone(), data: Data::Text(tag.to_string()) };
                if let Some(lang) = self.language(&key) {
                    numbering[lang.index()] = value.text().map(str::to_owned);
                }
            }
        }
        Some(Languages { order, source, required, numbering: PerLang(numbering) })
    }

    fn language(&mut self, value: &Value) -> Option<LangId> {
        let tag = LanguageTag::parse(value.text()?)?;
        let index = self.languages.iter().position(|other| *other == tag);
        // Of what languages there are nothing is known where the list of them has errors.
        if index.is_none() && !self.languages.is_empty() {
            let message = format!("language `{tag}` is not declared");
            self.fault(&codes::UNDECLARED_LANGUAGE, message, &value.span, "add it to `languages.order`");
        }
        index.map(|index| LangId(index as u8))
    }

    /// A text in every language; missing ones are faults.
    fn texts(&mut self, value: Option<&Value>, name: &str) -> Option<PerLang<String>> {
        let value = value?;
        let texts = self.some_texts(Some(value));
        let missing: Vec<String> = texts
            .0
            .iter()
            .zip(&self.languages)
            .filter(|(text, _)| text.is_none())
            .map(|(_, tag)| format!("`{tag}`"))
            .collect();
        if !missing.is_empty() {
            // A language that the site lacks stands in the place of the one that is missing.
            let strangers = value.table().map_or(0, |record| record.refused.len() + self.undeclared(record));
            if strangers >= missing.len() {
                return None;
            }
            let message = format!("`{name}` is missing in {}", missing.join(", "));
            self.fault(&codes::MISSING_FIELD, message, &value.span, "give it in every language of the site");
            return None;
        }
        Some(PerLang(texts.0.into_iter().flatten().collect()))
    }

    /// Counts the texts in languages that the site lacks.
    fn undeclared(&self, texts: &Record) -> usize {
        let is_declared = |tag: &str| LanguageTag::parse(tag).is_some_and(|tag| self.languages.contains(&tag));
        texts.fields.iter().filter(|(tag, ..)| !is_declared(tag)).count()
    }

    fn some_texts(&mut self, value: Option<&Value>) -> PerLang<Option<String>> {
        let mut texts = vec![None; self.languages.len()];
        if let Some(record) = value.and_then(Value::table) {
            for (tag, span, value) in &record.fields {
                let key = Value { span: span.clone(), data: Data::Text(tag.to_string()) };
                if let Some(lang) = self.language(&key) {
                    texts[lang.index()] = value.text().map(str::to_owned);
                }
            }
        }
        PerLang(texts)
    }

    fn with_default(&mut self, value: Option<&Value>, default: impl Fn(LangId) -> String) -> PerLang<String> {
        let texts = self.some_texts(value);
        let filled = texts.0.into_iter().enumerate().map(|(i, text)| text.unwrap_or_else(|| default(LangId(i as u8))));
        PerLang(filled.collect())
    }

    fn institution(&mut self, record: &Record) -> Option<Institution> {
        let name = self.texts(record.get("name"), "institution.name")?;
        Some(Institution {
            short_name: self.with_default(record.get("short_name"), |lang| name[lang].clone()),
            address: self.some_texts(record.get("address")),
            country: record.string("country"),
            same_as: record.texts("same_as"),
            name,
        })
    }

    fn feeds(&mut self, record: &Record) -> Option<Feeds> {
        let value = record.get("authority")?;
        let authority = value.text()?.to_owned();
        let sound = authority.split_once(',').is_some_and(|(name, date)| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
                && date.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
        });
        if !sound {
            let message = format!("`{authority}` is not a tagging authority");
            self.fault(&codes::BAD_VALUE, message, &value.span, "a domain and a date: `ministry.example,2026`");
            return None;
        }
        Some(Feeds {
            authority,
            items: positive(record.integer("items"), 20),
            formats: self.feed_formats(record),
            topics: record.boolean("topics").unwrap_or(true),
        })
    }

    fn feed_formats(&mut self, record: &Record) -> Vec<FeedFormat> {
        let Some(value) = record.get("formats") else { return FeedFormat::ALL.into() };
        let named = record.texts("formats");
        let within = |span: &Span| value.span.start <= span.start && span.end <= value.span.end;
        let told = self.diagnostics.iter().flat_map(|fault| &fault.labels).any(|l| l.span.as_ref().is_some_and(within));
        if named.is_empty() && !told {
            let message = "`feeds.formats` names no format".to_owned();
            let help = "name at least one of \"rss\", \"atom\", \"json\", or leave the field out for all three";
            self.fault(&codes::BAD_VALUE, message, &value.span, help);
        }
        FeedFormat::ALL.into_iter().filter(|format| named.iter().any(|name| name == format.name())).collect()
    }

    fn contact(&mut self, record: &Record) -> Option<Contact> {
        Some(Contact {
            id: record.string("id")?,
            name: self.texts(record.get("name"), "contact.name")?,
            email: record.string("email"),
            phone: record.string("phone"),
            hours: self.some_texts(record.get("hours")),
            is_for_emergencies: false,
        })
    }

    /// Marks the contact that the home page names for emergencies.
    fn emergency(&mut self, home: &Record, contacts: &mut [Contact]) {
        let Some(id) = home.get("emergency").and_then(spanned) else { return };
        self.check_contact(&id, contacts);
        let Some(contact) = contacts.iter_mut().find(|contact| contact.id == id.value) else { return };
        contact.is_for_emergencies = true;
        if contact.phone.is_none() {
            let message = format!("contact `{}` has no telephone number, and is named for emergencies", id.value);
            self.fault(&codes::MISSING_FIELD, message, &id.span, "give the contact a `phone`, or name another");
        }
    }

    fn check_contact(&mut self, Spanned { value: id, span }: &Spanned<String>, contacts: &[Contact]) {
        if contacts.iter().any(|contact| contact.id == *id) {
            return;
        }
        let known = contacts.iter().map(|contact| contact.id.as_str());
        let help = crate::diag::nearest(id, known).map(|near| format!("did you mean `{near}`?"));
        let help = help.unwrap_or_else(|| "declare it as a `[[contact]]`".into());
        self.fault(&codes::UNKNOWN_CONTACT, format!("contact `{id}` is not declared"), span, &help);
    }

    fn sections(&mut self, record: &Record, languages: &Languages) -> Vec<SectionSettings> {
        let mut sections: Vec<SectionSettings> = Vec::new();
        for record in record.tables("section") {
            let (Some(folder), Some(kind)) = (record.text("folder"), record.text("kind").and_then(Kind::parse)) else {
                continue;
            };
            let folder = folder.trim_matches('/').to_owned();
            if let Some(other) = sections.iter().find(|section| section.folder == folder) {
                let fault =
                    Diagnostic::new(&codes::CONTRADICTORY_FIELD, format!("folder `{folder}` is described twice"));
                self.diagnostics.push(fault.at(self.path, record.span.clone()).label(
                    self.path,
                    Some(other.span.clone()),
                    "first here",
                ));
                continue;
            }
            let order = match (record.text("order"), kind) {
                (Some("newest"), _) | (None, Kind::Statement) => Order::Newest,
                (Some("title"), _) => Order::Title,
                (Some("topic"), _) | (None, Kind::Faq) => Order::Topic,
                _ => Order::Order,
            };
            let own: Vec<LangId> = record.list("languages").iter().filter_map(|value| self.language(value)).collect();
            sections.push(SectionSettings {
                folder,
                named: None,
                span: record.span.clone(),
                kind,
                order,
                feeds: record.boolean("feeds").unwrap_or(kind == Kind::Statement),
                raw_html: self.switch(record, "raw_html", Feature::Html),
                languages: if own.is_empty() { languages.ids().collect() } else { own },
                page_size: positive(record.integer("page_size"), 20),
                filters: filters(record, kind),
            });
        }
        if !sections.iter().any(|section| section.folder.is_empty()) {
            sections.push(SectionSettings {
                folder: String::new(),
                named: None,
                span: 0..0,
                kind: Kind::Page,
                order: Order::Order,
                feeds: false,
                raw_html: false,
                languages: languages.ids().collect(),
                page_size: 20,
                filters: Vec::new(),
            });
        }
        sections
    }

    fn topics(&mut self, record: &Record) -> Vec<Topic> {
        let mut topics: Vec<Topic> = Vec::new();
        for record in record.tables("topic") {
            let Some(id) = record.string("id") else { continue };
            let Some(name) = self.texts(record.get("name"), "topic.name") else { continue };
            let slug = self.with_default(record.get("slug"), |_| id.clone());
            if let Some(other) = topics.iter().find(|topic| topic.id == id) {
                let fault = Diagnostic::new(&codes::DUPLICATE_ID, format!("topic `{id}` is declared twice"));
                self.diagnostics.push(fault.at(self.path, record.span.clone()).label(
                    self.path,
                    Some(other.span.clone()),
                    "first here",
                ));
                continue;
            }
            topics.push(Topic { id, name, slug, span: record.span.clone() });
        }
        topics
    }

    fn notice(&mut self, record: &Record, timezone: &TimeZone, contacts: &[Contact]) -> Option<Notice> {
        let mut instant = |name: &str| {
            let (moment, span) = record.moment(name)?;
            let instant = moment.resolve(timezone);
            if instant.is_err() {
                let message = format!("`{name}` names a time that a change of clocks skips or repeats");
                self.fault(&codes::BAD_DATE, message, &span, "add an offset");
            }
            instant.ok()
        };
        let (start, expires) = (instant("start")?, instant("expires")?);
        if expires <= start {
            let message = "the notice expires before it starts".to_owned();
            self.fault(&codes::CONTRADICTORY_FIELD, message, &record.span, "");
        }
        if let Some(id) = record.get("contact").and_then(spanned) {
            self.check_contact(&id, contacts);
        }
        Some(Notice {
            severity: record.string("severity")?,
            start,
            expires,
            text: self.texts(record.get("text"), "notice.text")?,
            link: record.get("link").and_then(spanned),
            contact: record.string("contact"),
            span: record.span.clone(),
        })
    }

    fn security(&mut self, record: &Record) -> Option<Security> {
        for value in record.list("contact") {
            let text = value.text().unwrap_or_default();
            if !["mailto:", "https://", "tel:"].iter().any(|scheme| text.starts_with(scheme)) {
                let message = format!("`{text}` is not a contact for security.txt");
                self.fault(&codes::BAD_VALUE, message, &value.span, "begin with mailto:, https:// or tel: (RFC 9116)");
            }
        }
        let (expires, span) = record.moment("expires")?;
        Some(Security {
            contact: record.texts("contact"),
            expires: expires.instant?,
            span,
            policy: record.string("policy"),
            languages: record.texts("languages"),
        })
    }

    fn hosts(&mut self, record: &Record) -> Vec<ForeignHost> {
        let hosts: Vec<&Record> = record.tables("hosts").collect();
        let host = |record: &Record, reason: PerLang<String>| {
            let url = url::Url::parse(record.text("host")?).ok()?;
            let host = url.origin().ascii_serialization();
            Some(ForeignHost { directive: record.string("directive")?, host, reason })
        };
        let mut found = Vec::new();
        for record in hosts {
            if let Some(reason) = self.texts(record.get("reason"), "csp.hosts.reason") {
                found.extend(host(record, reason));
            }
        }
        found
    }
}

/// Names the zone that was meant: by its city, or nearly right.
fn zone_help(written: &str) -> String {
    let all: Vec<String> = jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
    let plain = written.trim().replace(' ', "_").to_lowercase();
    let by_city =
        all.iter().find(|zone| zone.to_lowercase().rsplit('/').next() == Some(plain.as_str()) && zone.contains('/'));
    match by_city.map(String::as_str).or_else(|| crate::diag::nearest(written, all.iter().map(String::as_str))) {
        Some(zone) => format!("did you mean `{zone}`?"),
        None => "zones look like `Europe/Lisbon`".to_owned(),
    }
}

/// Returns whether a value, or one within it, holds a byte; the place of a table may be that of its header alone.
fn holds(value: &Value, at: usize) -> bool {
    let is_within = |value: &Value| value.span.contains(&at) || holds(value, at);
    match &value.data {
        _ if value.span.contains(&at) => true,
        Data::List(items) => items.iter().any(is_within),
        Data::Table(record) => record.fields.iter().any(|(_, key, value)| key.contains(&at) || is_within(value)),
        _ => false,
    }
}

fn spanned(value: &Value) -> Option<Spanned<String>> {
    Some(Spanned { value: value.text()?.to_owned(), span: value.span.clone() })
}

/// Statements can be narrowed by everything; other lists, where somebody wants it.
fn filters(record: &Record, kind: Kind) -> Vec<Facet> {
    let named = record.texts("filters");
    let is_offered = |facet: &Facet| match record.get("filters") {
        Some(_) => named.iter().any(|name| name == facet.name()),
        None => kind == Kind::Statement,
    };
    Facet::ALL.into_iter().filter(is_offered).collect()
}

fn positive(number: Option<i64>, default: usize) -> usize {
    number.and_then(|number| usize::try_from(number).ok()).filter(|number| *number > 0).unwrap_or(default)
}
