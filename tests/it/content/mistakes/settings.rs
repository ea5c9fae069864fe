//! site.toml, redirects and registers.

use super::{Mistake, changed, judge, site};
use support::Site;

const SITE: &str = "site.toml";

/// The settings with more at their end, which begins in line 24.
fn more(text: &str, said: &str) -> Mistake {
    let said = super::at(SITE, said);
    site(text, &said, |site| site.append(SITE, text))
}

fn register(site: Site, schema: &str, csv: &str) -> Site {
    site.append(SITE, "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file(
            "content/registers/gifts/index.en.md",
            "+++\ntitle = \"Gifts\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n+++\n\nText.\n",
        )
        .file("content/registers/gifts/schema.json", schema)
        .file("content/registers/gifts/data.csv", csv)
}

const SCHEMA: &str = r#"{"fields":[{"name":"id"},{"name":"value","type":"number"}],"primaryKey":"id"}"#;

pub(super) fn all() -> Vec<Mistake> {
    let set = |from: &str, to: &str, said: &str| changed(SITE, from, to, said);
    let mut all = vec![
        set(
            "base_url = \"https://www.example.org/\"",
            "base_url = https://www.example.org/",
            "1:12 error[toml-syntax]",
        ),
        set("https://www.example.org/", "www.example.org", "1:12 error[bad-value]"),
        set("https://www.example.org/", "http://www.example.org/", "1:12 error[bad-value]"),
        set("base_url =", "baseURL =", "1:1 error[unknown-field]"),
        set("Europe/Lisbon", "Lisbon", "2:12 error[bad-zone]"),
        set("Europe/Lisbon", "CET+1", "2:12 error[bad-zone]"),
        set("timezone =", "timezone:", "2:1 error[toml-syntax]"),
        set("timezone = \"Europe/Lisbon\"\n", "", "- error[missing-field]"),
        set("{ en = \"Ministry\", fr = \"Ministère\" }", "\"Ministry\"", "5:8 error[wrong-type]"),
        set("{ en = \"Ministry\", fr = \"Ministère\" }", "{ en = \"Ministry\" }", "5:8 error[missing-field]"),
        set(
            "{ en = \"Ministry\", fr = \"Ministère\" }",
            "{ en = \"Ministry\", fr = 'Ministère de l'État' }",
            "5:48 error[toml-syntax]",
        ),
        set("{ en = \"Ministry\", fr", "{ en = \"Ministry\", de = \"M\", fr", "5:27 error[undeclared-language]"),
        set("[languages]", "[language]", "7:2 error[unknown-field]"),
        set("[languages]", "[languages", "7:1 error[toml-syntax]"),
        set("source = \"en\"", "source = \"english\"", "8:10 error[bad-language-tag]"),
        set("source = \"en\"", "source = \"de\"", "8:10 error[undeclared-language]"),
        set("order = [\"en\", \"fr\"]", "order = \"en, fr\"", "9:9 error[wrong-type]"),
        set("order = [\"en\", \"fr\"]", "order = [\"en\", \"fr\", \"en\"]", "9:22 error[bad-value]"),
        set("authority = \"example.org,2026\"", "authority = \"example.org\"", "13:13 error[bad-value]"),
        set("kind = \"statement\"", "kind = \"statements\"", "17:8 error[bad-value]"),
        set("kind = \"statement\"", "kind = \"Statement\"", "17:8 error[bad-value]"),
        set("folder = \"press\"\n", "", "15:1 error[missing-field]"),
        set("folder = \"faq\"", "folder = \"press\"", "19:1 error[contradictory-field]"),
        set("[[topic]]", "[topic]", "23:1 error[wrong-type]"),
        set("id = \"trade\"", "id = \"Trade and Aid\"", "24:6 error[bad-value]"),
        set("name = { en = \"Trade\", fr = \"Commerce\" }", "name = { en = \"Trade\" }", "25:8 error[missing-field]"),
        set(
            "name = { en = \"Trade\", fr = \"Commerce\" }",
            "names = { en = \"Trade\", fr = \"Commerce\" }",
            "25:1 error[unknown-field]",
        ),
        more("\n[[topic]]\nid = \"trade\"\nname = { en = \"T\", fr = \"T\" }\n", "27:1 error[duplicate-id]"),
        more("\n[menu]\nmain = [\"abuot\"]\n", "28:9 error[unknown-document]"),
        more("\n[menu]\nmain = \"about\"\n", "28:8 error[wrong-type]"),
        more("\n[menus]\nmain = [\"about\"]\n", "27:2 error[unknown-field]"),
        more("\n[theme.tokens]\nacent = \"#000\"\n", "28:1 error[unknown-token]"),
        more(
            "\n[[notice]]\nseverity = \"Warning\"\nstart = 2026-11-01\nexpires = 2027-11-01\ntext = { en = \"x\", fr = \"x\" }\n",
            "28:12 error[bad-value]",
        ),
        more(
            "\n[[notice]]\nseverity = \"info\"\nstart = 2026-12-01\nexpires = 2026-11-01\ntext = { en = \"x\", fr = \"x\" }\n",
            "27:1 error[contradictory-field]",
        ),
        more(
            "\n[[notice]]\nseverity = \"info\"\nstart = 2026-11-01\ntext = { en = \"x\", fr = \"x\" }\n",
            "27:1 error[missing-field]",
        ),
        more(
            "\n[security]\ncontact = \"security@example.org\"\nexpires = 2027-06-01T00:00:00Z\n",
            "28:11 error[wrong-type]",
        ),
        more(
            "\n[security]\ncontact = [\"security@example.org\"]\nexpires = 2027-06-01T00:00:00Z\n",
            "28:12 error[bad-value]",
        ),
        more("\nsearch = \"yes\"\n", "27:1 error[unknown-field]"),
    ];
    let redirects = |text: &'static str, said: &str| {
        site(text, &format!("redirects.csv:{said}"), move |site| {
            site.file("redirects.csv", format!("old,new,status\n{text}\n"))
        })
    };
    all.extend([
        redirects("/a/,/en/,200", "2:1: error[redirect-syntax]"),
        redirects("/a/,/en/nowhere/,301", "2:1: error[broken-link]"),
        redirects("<<<<<<< HEAD\n/a/,/en/,301\n=======\n/b/,/en/,301\n>>>>>>> x", "2:1: error[unmerged-file]"),
        redirects("/en/about/,/en/,301", "2:1: error[redirect-shadowed]"),
    ]);
    let gifts = |schema: &'static str, csv: &'static str, said: &str| {
        site(csv, &format!("content/registers/gifts/{said}"), move |site| register(site, schema, csv))
    };
    all.extend([
        gifts(SCHEMA, "id,value,more\na,1,2\n", "data.csv:1:10: error[csv-column]"),
        gifts(SCHEMA, "id,value\na,\"1,5\"\n", "data.csv:2:3: error[csv-value]"),
        gifts("{", "id,value\na,1\n", "schema.json:1:1: error[schema-syntax]"),
    ]);
    all.extend(misspelt_settings());
    all.extend(misspelt_columns());
    all.extend(misspelt_schemas());
    all
}

/// A name that is not known, in place of one that is required.
fn misspelt_settings() -> Vec<Mistake> {
    let set = |from: &str, to: &str, said: &str| changed(SITE, from, to, said);
    vec![
        set("base_url =", "homepage =", "1:1 error[unknown-field]"),
        set("[institution]", "[ministry]", "4:2 error[unknown-field]"),
        set("name = { en = \"Ministry\"", "label = { en = \"Ministry\"", "5:1 error[unknown-field]"),
        set("{ en = \"Ministry\", fr", "{ en = \"Ministry\", de", "5:27 error[undeclared-language]"),
        set("{ en = \"Ministry\", fr", "{ en = \"Ministry\", french", "5:27 error[bad-language-tag]"),
        set("[languages]", "[tongues]", "7:2 error[unknown-field]"),
        set("source = \"en\"", "original = \"en\"", "8:1 error[unknown-field]"),
        set("order =", "oder =", "9:1 error[unknown-field]"),
        set("order =", "all =", "9:1 error[unknown-field]"),
        set("[feeds]", "[syndication]", "12:2 error[unknown-field]"),
        set("authority =", "domain =", "13:1 error[unknown-field]"),
        set("[[section]]", "[[area]]", "15:3 error[unknown-field]"),
        set("folder = \"press\"", "directory = \"press\"", "16:1 error[unknown-field]"),
        set("kind = \"faq\"", "sort = \"faq\"", "21:1 error[unknown-field]"),
        set("[[topic]]", "[[subject]]", "23:3 error[unknown-field]"),
        set("id = \"trade\"", "key = \"trade\"", "24:1 error[unknown-field]"),
        set("name = { en = \"Trade\"", "label = { en = \"Trade\"", "25:1 error[unknown-field]"),
    ]
}

/// A file of redirects or records whose first row is wrong.
fn misspelt_columns() -> Vec<Mistake> {
    let redirects = |text: &'static str, said: &str| {
        site(text, &format!("redirects.csv:{said}"), move |site| site.file("redirects.csv", text))
    };
    let gifts = |csv: &'static str, said: &str| {
        site(csv, &format!("content/registers/gifts/data.csv:{said}"), move |site| {
            let schema =
                r#"{"fields":[{"name":"id"},{"name":"value","type":"number"},{"name":"donor"}],"primaryKey":"id"}"#;
            register(site, schema, csv)
        })
    };
    vec![
        redirects("old,new,staus\n/a/,/en/,301\n", "1:1: error[redirect-syntax]"),
        redirects("from,to,code\n/a/,/en/,301\n", "1:1: error[redirect-syntax]"),
        redirects("/a/,/en/,301\n/b/,/en/,301\n", "1:1: error[redirect-syntax]"),
        redirects("old,new\n/a/,/en/\n/b/,/en/\n", "1:1: error[redirect-syntax]"),
        redirects("new,old,status\n/en/,/a/,301\n/fr/,/b/,301\n", "1:1: error[redirect-syntax]"),
        redirects("old,new,status,note\n/a/,/en/,301,x\n/b/,/en/,301,\n", "1:1: error[redirect-syntax]"),
        gifts("id,valeu,donor\na,1,x\n", "1:4: error[csv-column]"),
        gifts("id,amount,donor\na,1,x\n", "1:4: error[csv-column]"),
        gifts("id,amount,giver\na,1,x\n", "1:4: error[csv-column]"),
        gifts("id,value\na,1\n", "1:1: error[csv-column]"),
        gifts("id\na\n", "1:1: error[csv-column]"),
        gifts("id,value,donor,x,y\na,1,x,,\n", "1:16: error[csv-column]"),
        gifts("number,worth,from\na,1,x\n", "1:1: error[csv-column]"),
    ]
}

/// A misspelt property or type in schema.json.
fn misspelt_schemas() -> Vec<Mistake> {
    let made = |from: &str, to: &str, column: usize| {
        let schema = SCHEMA.replacen(from, to, 1);
        assert_ne!(schema, SCHEMA);
        let said = format!("content/registers/gifts/schema.json:1:{column}: error[schema-syntax]");
        site(to, &said, |site| register(site, &schema, "id,value\na,1\n"))
    };
    vec![
        made("\"name\":\"id\"", "\"nam\":\"id\"", 13),
        made("\"name\":\"id\"", "\"name\":7", 2),
        made("\"type\"", "\"typ\"", 42),
        made("\"primaryKey\"", "\"primarykey\"", 60),
        made("\"primaryKey\":\"id\"", "\"primaryKey\":\"idd\"", 73),
        made("\"fields\"", "\"feilds\"", 2),
        made("\"number\"", "\"numbr\"", 49),
        made("\"type\":\"number\"", "\"constraints\":{\"requierd\":true}", 57),
        made("\"name\":\"value\"", "\"name\":\"id\"", 20),
    ]
}

#[test]
fn a_mistake_in_settings_and_data_gives_one_message() {
    judge(all());
}
