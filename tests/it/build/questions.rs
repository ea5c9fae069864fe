//! Each sort of question is needed: a build that takes the answers to one of them for unchanged breaks the first law.
//!
//! For every sort an edit is named that only it tells of: no other answer of some target changes, so that with this one
//! ignored the target stays as it was, and the output differs from that of a clean build. Where somebody adds a sort
//! without an edit here, or where another sort comes to tell the same, the test fails.

use std::collections::BTreeSet;

use crate::lab::edits::{set_field, set_line};
use crate::lab::full_site::{self, png};
use crate::lab::{Lab, differing};
use chancery::config::{Kind, LangId};
use chancery::track::{Group, Key, Question};

/// A sort of question, by one of it, and an edit that it alone tells some target of.
struct Row(Question, &'static str, fn(&mut Lab));

const KEY: Key = Key(0);
const LANG: LangId = LangId(0);

const ROWS: &[Row] = &[
    Row(Question::Setting(Group::Base), "the name of the institution", |lab| {
        set_line(lab, "name = { en = \"Ministry", "of All\", fr = \"Ministère\", ar = \"الوزارة\" }");
    }),
    Row(Question::Text(LANG, KEY), "a string", |lab| lab.write("overrides/strings/en.ftl", "home = Begin here\n")),
    Row(Question::Template(KEY), "a template", |lab| {
        lab.replace("overrides/templates/404.html", "<h1>", "<h1 class=\"own\">");
    }),
    Row(Question::Asset(KEY), "a style sheet, and with it its address", |lab| {
        lab.write("overrides/assets/portal.css", "body { margin: 7px }\n");
    }),
    Row(Question::Address(KEY), "an icon that comes", |lab| lab.write("static/favicon.svg", "<svg/>")),
    Row(Question::Past(0), "a notice that begins", |lab| lab.now = "2026-12-11T00:00:00Z".parse().unwrap()),
    Row(Question::Named(KEY), "a document that a template was waiting for", |lab| {
        lab.write("content/guide/wanted.en.md", "+++\ntitle = \"Wanted\"\norder = 90\n+++\n\nHere.\n");
    }),
    Row(Question::Document(KEY), "the title of a column, in the data of a translation", |lab| {
        lab.replace("content/registers/gifts/index.fr.md", "Valeur", "Prix");
    }),
    Row(Question::Set(KEY), "a record of a register", |lab| {
        lab.write("content/registers/gifts/data.csv", "id,value,who\nG1,11,Consul\n");
    }),
    Row(Question::Versions(KEY), "the translation of a related document", |lab| {
        lab.write("content/press/m4.fr.md", "+++\ntitle = \"Quatrième\"\nsummary = \"S.\"\n+++\n\nQuatre.\n");
    }),
    Row(Question::Link(KEY), "the title of the next page", |lab| {
        set_field(lab, "content/guide/second.fr.md", "title", "\"Ensuite\"");
    }),
    Row(Question::Card(KEY), "the summary of a translation, in a list", |lab| {
        set_field(lab, "content/press/m2.fr.md", "summary", "\"Autre résumé.\"");
    }),
    Row(Question::Body(KEY), "a text", |lab| lab.append("content/press/m3.fr.md", "\nEncore.\n")),
    Row(Question::Freshness(KEY), "the text of a stamped translation's source", |lab| {
        lab.append("content/about.en.md", "\nMore.\n");
    }),
    Row(Question::HistoryState, "a repository", |lab| lab.commit("2026-11-01T00:00:00Z")),
    Row(Question::Chapters(KEY), "a page between two others", |lab| {
        lab.write("content/guide/between.en.md", "+++\ntitle = \"Between\"\norder = 3\n+++\n\nHere.\n");
    }),
    Row(Question::Section(KEY, LANG), "the title of a section, in the trail of its pages", |lab| {
        set_field(lab, "content/guide/travel/_section.en.md", "title", "\"Journeys\"");
    }),
    Row(Question::SectionWords(KEY, LANG), "the summary of a section, on the home page", |lab| {
        set_field(lab, "content/guide/_section.en.md", "summary", "\"How it is done now.\"");
    }),
    Row(Question::Sections, "a section with feeds, in the list of feeds", |lab| {
        lab.write("content/press/extra/_section.en.md", "+++\ntitle = \"Extra\"\n+++\n");
    }),
    Row(Question::Below(KEY), "a section within a section, on the page of that", |lab| {
        lab.write("content/guide/inner/_section.en.md", "+++\ntitle = \"Inner\"\n+++\n");
    }),
    Row(Question::SectionCount(KEY, LANG), "one page more, on the home page", |lab| {
        lab.write("content/guide/more.en.md", "+++\ntitle = \"More\"\norder = 90\n+++\n\nMore.\n");
    }),
    Row(Question::SectionPage(KEY, LANG, 1), "one page before the others, in its list", |lab| {
        // As many as before.
        set_field(lab, "content/guide/third.en.md", "order", "-1");
    }),
    Row(Question::Filters(KEY, LANG), "the kind of the oldest statement, in what the newest stand under", |lab| {
        set_field(lab, "content/press/m1.en.md", "subtype", "\"speech\"");
    }),
    Row(Question::FilterPage(KEY, KEY, LANG, 1), "one statement for another, in a list narrowed by topic", |lab| {
        // As many as before, and the first topic of each stays, so that counts and cards do.
        set_field(lab, "content/press/m2.en.md", "topics", "[\"trade\", \"consular\"]");
        set_field(lab, "content/press/m3.en.md", "topics", "[\"trade\"]");
    }),
    Row(Question::SectionSets(KEY), "one register more", |lab| {
        lab.write("content/registers/spending/index.en.md", "+++\ntitle = \"Spending\"\nfrequency = \"yearly\"\nperiod = { start = 2026-01-01, end = 2026-09-30 }\n+++\n");
        lab.write("content/registers/spending/data.csv", "id,value,who\nS1,1,Office\n");
        lab.write("content/registers/spending/schema.json", full_site::SCHEMA);
    }),
    Row(Question::TopicCount(KEY, LANG), "one page more for a topic, on the home page", |lab| {
        set_field(lab, "content/guide/third.en.md", "topics", "[\"trade\"]");
    }),
    Row(Question::TopicPage(KEY, LANG, 1), "one page for another, in the list of a topic", |lab| {
        // The first topic of the one that leaves is another, so its card stays as it is; both are in one language.
        set_field(lab, "content/faq/many.en.md", "topics", "[\"trade\"]");
        set_field(lab, "content/guide/third.en.md", "topics", "[\"consular\"]");
    }),
    Row(Question::First(Kind::Page, LANG, 1), "a statement that becomes the newest, on the home page", |lab| {
        set_field(lab, "content/press/m1.en.md", "date", "2026-11-01");
    }),
    Row(Question::Listing(None, None, LANG, 1), "a page that becomes the first, in the list of a template", |lab| {
        set_field(lab, "content/guide/third.en.md", "order", "0");
    }),
    Row(Question::Feed(KEY, LANG), "a statement that becomes the newest, in feeds", |lab| {
        set_field(lab, "content/press/m1.en.md", "date", "2026-11-01");
    }),
    Row(Question::Contacts, "a text that no longer shows a contact, in what is said of the institution", |lab| {
        set_field(lab, "content/about.en.md", "contacts", "[]");
        set_field(lab, "content/press/m3.en.md", "press_contacts", "[]");
        lab.write("content/contact.en.md", "+++\ntitle = \"Contact\"\norder = 9\n+++\n\nWrite.\n");
    }),
    Row(Question::NewestRelease, "a statement, in the date of a feed that is empty", |lab| {
        set_field(lab, "content/press/m8.en.md", "date", "2026-11-20");
    }),
    Row(Question::Coverage(KEY), "a translation that is older than its source now", |lab| {
        lab.append("content/about.en.md", "\nMore.\n");
    }),
    Row(Question::Changes(LANG), "a change note", |lab| {
        set_field(lab, "content/guide/third.en.md", "change_notes", "[{ date = 2026-11-03, note = \"Better.\" }]");
    }),
    Row(Question::Map, "the last change of a page, in the sitemap", |lab| {
        set_field(lab, "content/guide/third.en.md", "updated", "2026-11-03");
    }),
    Row(Question::Old(KEY), "where an old address leads", |lab| {
        lab.write("redirects.csv", "old,new,status\n/old-about/,/en/press/,301\n");
    }),
    Row(Question::OldAddresses, "an alias, in the rules for the host", |lab| {
        set_field(lab, "content/contact.en.md", "aliases", "[\"/en/write/\"]");
    }),
    Row(Question::Takeable, "a picture, in what a publication compares", |lab| {
        lab.write("content/guide/map.png", png(9, 9));
    }),
    Row(Question::Occupants, "the id of a page, in what a publication compares", |lab| {
        set_field(lab, "content/guide/third.en.md", "id", "\"third-guide\"");
    }),
    Row(Question::File(KEY), "a picture, and with it its address", |lab| lab.write("content/guide/map.png", png(9, 9))),
    Row(Question::ShareCard(KEY), "how cards are drawn, and with it their addresses", |lab| {
        lab.replace("overrides/templates/card.svg", "#123", "#321");
    }),
    Row(Question::SiteCard(LANG), "how cards are drawn, and with it that of the institution", |lab| {
        lab.replace("overrides/templates/card.svg", "#123", "#321");
    }),
    Row(Question::Fonts, "a font, in a drawing of a template", |lab| {
        let bold = std::fs::read(support::repository().join("themes/portal/fonts/NotoSans-Bold.ttf")).unwrap();
        lab.write("overrides/fonts/NotoSans-Regular.ttf", bold);
    }),
];

/// The built-in home page, which also shows what each section holds.
fn home_with_sections() -> String {
    let path = support::repository().join("themes/portal/templates/home.html");
    let template = std::fs::read_to_string(path).unwrap();
    let shown = template.replace("home.sections and not home.lead and not home.tasks", "home.sections");
    assert_ne!(shown, template, "the home page shows sections on another condition");
    shown
}

#[test]
fn a_build_that_ignores_any_sort_of_question_is_caught() {
    let mut missed = Vec::new();
    for Row(question, name, edit) in ROWS {
        let mut lab = Lab::ready_with(|lab| lab.write("overrides/templates/home.html", home_with_sections()));
        edit(&mut lab);
        let (clean, faults) = lab.clean();
        let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == chancery::diag::Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        lab.built_ignoring(std::mem::discriminant(question));
        if differing(&lab.output(), &clean).is_empty() {
            missed.push(format!("{question:?} may be ignored when this changes: {name}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

#[test]
fn with_all_questions_asked_the_same_edits_are_built_right() {
    for Row(_, name, edit) in ROWS {
        let mut lab = Lab::ready();
        edit(&mut lab);
        lab.built();
        assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0], "{name}");
    }
}

#[test]
fn every_sort_of_question_has_an_edit() {
    let sort = |question: &Question| format!("{question:?}").split('(').next().unwrap_or_default().to_owned();
    let rows: BTreeSet<String> = ROWS.iter().map(|Row(question, ..)| sort(question)).collect();
    let all: BTreeSet<String> = Question::samples().iter().map(sort).collect();
    assert_eq!(rows, all);
}
