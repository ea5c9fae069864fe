//! Documents that nobody may see: with a token in every field that their kind has, in their bodies, in the names and
//! the contents of the files beside them, and in their own names.
//!
//! Fields are read off the schemas, so that a new one is planted without anybody's doing.

use std::fmt::Write as _;

use chancery::config::Kind;
use chancery::content::kinds;
use chancery::spec::{Field, Need, Scope, Type};
use toml::{Table, Value};

/// What every token of a hidden document begins with.
pub const MARK: &str = "qzx";

/// Why a document is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A draft.
    Draft,
    /// Its date is ahead.
    Scheduled,
    /// Its embargo is ahead, with an offset.
    Embargoed,
    /// Its embargo is ahead, with a zone.
    EmbargoedInZone,
    /// A line kept ready.
    Reserve,
    /// It does not hold yet.
    NotYetValid,
    /// It was cancelled before its embargo ended.
    GoneUnderEmbargo,
    /// It was withdrawn before its embargo ended.
    WithdrawnUnderEmbargo,
    /// Its change note, its update and its embargo are ahead.
    DatedAhead,
}

/// All reasons.
pub const REASONS: [Reason; 9] = [
    Reason::Draft,
    Reason::Scheduled,
    Reason::Embargoed,
    Reason::EmbargoedInZone,
    Reason::Reserve,
    Reason::NotYetValid,
    Reason::GoneUnderEmbargo,
    Reason::WithdrawnUnderEmbargo,
    Reason::DatedAhead,
];

/// Which of its languages are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongues {
    /// It is in English alone.
    English,
    /// Both languages, by what the English source says.
    Both,
    /// The French translation alone; the English source is public.
    FrenchAlone,
}

/// All of them.
pub const TONGUES: [Tongues; 3] = [Tongues::English, Tongues::Both, Tongues::FrenchAlone];

/// All kinds.
pub const KINDS: [Kind; 4] = [Kind::Page, Kind::Statement, Kind::Faq, Kind::Register];

/// A document that is hidden, or a translation of it.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Tells it from others of its site.
    pub number: usize,
    /// What it is.
    pub kind: Kind,
    /// Why it is hidden.
    pub reason: Reason,
    /// In which languages.
    pub tongues: Tongues,
    /// Whether it is a folder with its files.
    pub bundle: bool,
    /// Whether a page stands in a folder of its own, which nothing else is in.
    pub own_folder: bool,
}

/// The files of a document: path, content, and whether nobody may see it.
pub type Sources = Vec<(String, String, bool)>;

impl Hidden {
    /// What it is made of.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        if self.tongues == Tongues::FrenchAlone {
            self.document("open", "en", None, &mut sources);
            self.document(MARK, "fr", Some(self.reason_of_translation()), &mut sources);
        } else {
            self.document(MARK, "en", Some(self.reason_of_source()), &mut sources);
            if self.tongues == Tongues::Both {
                self.document(MARK, "fr", None, &mut sources);
            }
        }
        sources
    }

    /// Only FAQ entries can be hidden for some of the reasons; others are drafts instead.
    fn reason_of_source(&self) -> Reason {
        match self.reason {
            Reason::Reserve | Reason::NotYetValid if self.kind != Kind::Faq => Reason::Draft,
            reason => reason,
        }
    }

    /// Validity is the source's to say.
    fn reason_of_translation(&self) -> Reason {
        match self.reason_of_source() {
            Reason::NotYetValid | Reason::WithdrawnUnderEmbargo => Reason::Draft,
            reason => reason,
        }
    }

    /// The beginning of the name of everything that belongs to it.
    fn mark(&self) -> &'static str {
        if self.tongues == Tongues::FrenchAlone { "open" } else { MARK }
    }

    /// The folder of the section, below content/, with a slash where it is not content/ itself.
    fn folder(&self) -> String {
        match self.kind {
            Kind::Statement => "press/".into(),
            Kind::Faq => "faq/".into(),
            Kind::Register => "registers/".into(),
            Kind::Page if self.own_folder => format!("{}{}folder/", self.mark(), self.number),
            Kind::Page => String::new(),
        }
    }

    fn document(&self, mark: &str, lang: &str, reason: Option<Reason>, sources: &mut Sources) {
        let hidden = mark == MARK;
        let stem = format!("{}{}stem", self.mark(), self.number);
        let (folder, name) = if self.bundle || self.kind == Kind::Register {
            (format!("content/{}{stem}/", self.folder()), "index".to_owned())
        } else {
            (format!("content/{}", self.folder()), stem)
        };
        let is_source = lang == "en";
        let mut planter = Planter { prefix: format!("{mark}{}{lang}", self.number), files: Vec::new() };
        let mut front = Table::new();
        for field in kinds::schema(self.kind).fields() {
            let here = match field.scope {
                Scope::Shared | Scope::Inherited => is_source,
                Scope::Translated => true,
            };
            if here && let Some(value) = self.field(field, lang, &mut planter) {
                front.insert(field.name.into(), value);
            }
            // The reason of what is held back is public, that of a removal or a withdrawal waits.
            if field.name == "reason"
                && matches!(self.reason_of_source(), Reason::GoneUnderEmbargo | Reason::WithdrawnUnderEmbargo)
                && reason.is_none_or(|reason| reason != Reason::Draft)
            {
                front.insert("reason".into(), planter.token("reason").into());
            }
        }
        if let Some(reason) = reason {
            front.extend(hiding(reason));
        }
        let up = "../".repeat(folder.matches('/').count() - 1);
        let body = planter.body(&format!("{up}about.{lang}.md"));
        let text = format!("+++\n{}+++\n\n{body}", toml::to_string(&front).unwrap());
        sources.push((format!("{folder}{name}.{lang}.md"), text, hidden));
        sources.extend(planter.files.into_iter().map(|(name, text)| (format!("{folder}{name}"), text, hidden)));
        if self.kind == Kind::Register && is_source {
            let token = |field: &str| format!("{}{field}", planter.prefix);
            let data = format!("id,name,code\n{},{},c\n", token("key"), token("cell"));
            let schema = SCHEMA.replace("TITLE", &token("schematitle"));
            sources.push((format!("{folder}data.csv"), data, hidden));
            sources.push((format!("{folder}schema.json"), schema, hidden));
        }
    }

    /// The value of a field, where it is to be given: what must fit the rest of the site is said here, all else is
    /// planted by its type.
    fn field(&self, field: &Field, lang: &str, planter: &mut Planter) -> Option<Value> {
        let texts = |texts: &[&str]| Some(texts.iter().map(|text| Value::from(*text)).collect::<Vec<_>>().into());
        match field.name {
            // Said by the reason; or true of what is public only; or written by a command.
            "state" | "embargo" | "valid_from" | "valid_until" | "withdrawn_on" | "source" | "translated_from" => None,
            "reason" => None,
            // With an id the languages would be joined by it, which is another test's.
            "id" => (self.tongues == Tongues::English).then(|| planter.token("id").into()),
            // Names of files and schemas are shown where nothing else is given.
            "slug" | "columns" if self.number % 4 == 1 => None,
            "kind" => Some(kinds::schema(self.kind).name.into()),
            "date" => Some(moment("2026-11-02")),
            "updated" => Some(moment("2026-11-20")),
            "aliases" => texts(&[&format!("/{lang}/{}/", planter.token("aliases"))]),
            // The topic of the hidden is of no other document.
            "topics" if self.tongues == Tongues::FrenchAlone => texts(&["trade"]),
            "topics" => texts(&["quiet", "trade"]),
            "related" => texts(&["about", "M/2026/001"]),
            "contacts" | "press_contacts" => texts(&["office"]),
            "subtype" => Some("correction-notice".into()),
            "corrects" => Some("M/2026/001".into()),
            "period" => Some(
                Table::from_iter(
                    [("start", "2026-07-01"), ("end", "2026-09-30")].map(|(name, day)| (name.to_owned(), moment(day))),
                )
                .into(),
            ),
            // A chart is drawn of columns that are there.
            "charts" => Some(vec![Value::from(Table::from_iter([("by".to_owned(), "code".into())]))].into()),
            "columns" => Some(planter.map(&["id", "name", "code"], "columns").into()),
            "codes" => Some(Table::from_iter([("code".to_owned(), planter.map(&["c"], "codes").into())]).into()),
            _ if field.need == Need::Optional && matches!(field.ty, Type::Free) => None,
            _ => Some(planter.value(&field.ty, field.name)),
        }
    }
}

/// The fields that hide a document.
fn hiding(reason: Reason) -> Table {
    let embargo = || ("embargo", moment("2026-11-23T12:00:01+00:00"));
    let fields: Vec<(&str, Value)> = match reason {
        Reason::Draft => vec![("state", "draft".into())],
        Reason::Reserve => vec![("state", "reserve".into())],
        Reason::Scheduled => vec![("date", moment("2026-12-24"))],
        Reason::Embargoed => vec![embargo()],
        Reason::EmbargoedInZone => vec![("embargo", "2026-12-04T14:00[Europe/Lisbon]".into())],
        Reason::NotYetValid => vec![("valid_from", moment("2026-11-24"))],
        Reason::GoneUnderEmbargo => vec![("state", "gone".into()), embargo()],
        Reason::WithdrawnUnderEmbargo => {
            vec![("state", "withdrawn".into()), ("withdrawn_on", moment("2026-11-20")), embargo()]
        }
        Reason::DatedAhead => vec![("updated", moment("2026-12-25")), ("date", moment("2026-12-24"))],
    };
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn moment(text: &str) -> Value {
    Value::Datetime(text.parse().unwrap())
}

const SCHEMA: &str = r#"{"fields": [
    {"name": "id", "type": "string", "title": "TITLE", "constraints": {"required": true, "unique": true}},
    {"name": "name", "type": "string", "title": "TITLE", "description": "TITLE"},
    {"name": "code", "type": "string", "constraints": {"enum": ["c"]}}
], "primaryKey": "id"}"#;

/// Puts tokens wherever a value can hold one.
struct Planter {
    prefix: String,
    /// Files to stand beside the document, by name.
    files: Vec<(String, String)>,
}

impl Planter {
    fn token(&self, field: &str) -> String {
        format!("{}{}", self.prefix, field.replace(['_', '.'], ""))
    }

    fn map(&self, keys: &[&str], field: &str) -> Table {
        keys.iter().map(|key| ((*key).to_owned(), self.token(&format!("{field}{key}")).into())).collect()
    }

    fn value(&mut self, ty: &Type, field: &str) -> Value {
        let token = self.token(field);
        match ty {
            Type::Text | Type::Line(_) => format!("Of {token}.").into(),
            Type::Slug => token.into(),
            Type::Integer => 7.into(),
            Type::Boolean => false.into(),
            Type::Moment => moment("2026-11-10"),
            Type::Instant => moment("2026-11-10T10:00:00+00:00"),
            Type::Url => format!("https://www.un.org/{token}").into(),
            Type::Path if field.starts_with("image") => self.picture(field).into(),
            Type::Path => self.table(field).into(),
            Type::Language => "en".into(),
            Type::Choice(words) => words[0].into(),
            Type::List(item) => vec![self.value(item, field)].into(),
            Type::Table(fields) => {
                let inner =
                    |inner: &Field| (inner.name.to_owned(), self.value(&inner.ty, &format!("{field}.{}", inner.name)));
                fields.iter().map(inner).collect::<Table>().into()
            }
            Type::PerLanguage(item) => Table::from_iter([("en".to_owned(), self.value(item, field))]).into(),
            Type::Map(item) => Table::from_iter([(token, self.value(item, field))]).into(),
            Type::Free => Table::new().into(),
        }
    }

    fn picture(&mut self, field: &str) -> String {
        let token = self.token(field);
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\">";
        self.files.push((format!("{token}name.svg"), format!("{svg}<title>{token}content</title></svg>\n")));
        format!("{token}name.svg")
    }

    fn table(&mut self, field: &str) -> String {
        let token = self.token(field);
        self.files.push((format!("{token}name.csv"), format!("{token}column,n\n{token}content,1\n")));
        format!("{token}name.csv")
    }

    fn body(&mut self, about: &str) -> String {
        let (figure, shown, file, data) =
            (self.picture("figure"), self.picture("shown"), self.table("file"), self.table("data"));
        let t = |field: &str| self.token(field);
        let mut body = String::new();
        let _ = write!(
            body,
            "Text {} with a [link {}]({about}), `{}`, a [file {}]({file}) and a note.[^1]\n\n\
             ## Heading {}\n\n| {} | n |\n| --- | ---: |\n| {} | 1 |\n\n![{}]({shown})\n\n[^1]: Note {}.\n\n\
             ::: notice info \"{}\"\n{}\n:::\n\n::: quote by=\"{}\"\n{}\n:::\n\n\
             ::: figure src=\"{figure}\" alt=\"{}\"\n{}\n:::\n\n::: data src=\"{data}\" caption=\"{}\"\n:::\n",
            t("text"),
            t("link"),
            t("code"),
            t("filelink"),
            t("heading"),
            t("th"),
            t("td"),
            t("shownalt"),
            t("footnote"),
            t("noticetitle"),
            t("notice"),
            t("quoteby"),
            t("quote"),
            t("figurealt"),
            t("caption"),
            t("datacaption"),
        );
        body
    }
}
