//! Hugo's rules, by its documentation: "Multilingual", "Page bundles", "Front matter", "Cascade", "URL management",
//! "Taxonomies", "Menus".

use chancery::import::Tool;

use super::{Imported, imported};

const CONFIG: &str = "baseURL = 'https://www.example.org/'\ntitle = 'Example'\ndefaultContentLanguage = 'en'\n\
    [languages.en]\nweight = 1\n[languages.fr]\nweight = 2\ntitle = 'Exemple'\n";

fn hugo(files: &[(&str, &str)]) -> Imported {
    let mut all = vec![("hugo.toml", CONFIG)];
    all.extend(files);
    imported(Tool::Hugo, &all)
}

#[test]
fn languages_may_be_suffixes_of_files() {
    let site = hugo(&[
        ("content/about.md", "---\ntitle: About us\n---\nWords.\n"),
        ("content/about.fr.md", "---\ntitle: À propos\n---\nDes mots.\n"),
    ]);
    assert_eq!(site.texts(), ["content/about.en.md", "content/about.fr.md"]);
    assert_eq!(site.report.languages, ["en", "fr"]);
    site.has("content/about.fr.md", &["title = \"À propos\"", "Des mots."]);
    site.has("site.toml", &["name = { en = \"Example\", fr = \"Exemple\" }", "order = [\"en\", \"fr\"]"]);
    site.answers("/about/", "/en/about/");
    site.answers("/fr/about/", "/fr/about/");
}

#[test]
fn languages_may_have_folders_of_their_own() {
    let config = "baseURL: https://www.example.org/\ndefaultContentLanguage: en\ndefaultContentLanguageInSubdir: true\n\
        languages:\n  en:\n    contentDir: content/english\n  fr:\n    contentDir: content/french\n";
    let site = imported(
        Tool::Hugo,
        &[
            ("config.yaml", config),
            ("content/english/news/one.md", "---\ntitle: One\n---\nA.\n"),
            ("content/french/news/one.md", "---\ntitle: Un\n---\nB.\n"),
        ],
    );
    assert_eq!(site.texts(), ["content/news/one.en.md", "content/news/one.fr.md"]);
    site.answers("/en/news/one/", "/en/news/one/");
}

#[test]
fn languages_may_be_mounted_or_have_hosts() {
    let config = r#"{
        "languages": {
            "en": { "baseURL": "https://www.example.org/" },
            "fr": { "baseURL": "https://www.exemple.org/" }
        },
        "module": { "mounts": [
            { "source": "texts/en", "target": "content", "lang": "en" },
            { "source": "texts/fr", "target": "content", "lang": "fr" }
        ] }
    }"#;
    let site = imported(
        Tool::Hugo,
        &[
            ("hugo.json", config),
            ("texts/en/a.md", "---\ntitle: A\n---\n[There](https://www.exemple.org/a/)\n"),
            ("texts/fr/a.md", "---\ntitle: A\n---\nMots.\n"),
        ],
    );
    assert_eq!(site.texts(), ["content/a.en.md", "content/a.fr.md"]);
    site.has("content/a.en.md", &["[There](a.fr.md)"]);
}

#[test]
fn a_translation_key_joins_what_has_different_names() {
    let site = hugo(&[
        ("content/posts/hello.md", "---\ntitle: Hello\ntranslationKey: greeting\n---\nA.\n"),
        ("content/posts/bonjour.fr.md", "---\ntitle: Bonjour\ntranslationKey: greeting\n---\nB.\n"),
    ]);
    assert_eq!(site.texts(), ["content/posts/hello.en.md", "content/posts/hello.fr.md"]);
    site.has("content/posts/hello.fr.md", &["slug = \"bonjour\""]);
    site.answers("/fr/posts/bonjour/", "/fr/posts/bonjour/");
    assert_eq!((site.report.sets, site.report.joined), (1, 1));
}

#[test]
fn near_misses_are_proposed_and_not_joined() {
    let site = hugo(&[
        ("content/in-this-together.md", "---\ntitle: In this together\ntranslationKey: in-this-together\n---\nA.\n"),
        ("content/ensemble.fr.md", "---\ntitle: Ensemble\ntranslationKey: n-this-together\n---\nB.\n"),
        ("content/other.md", "---\ntitle: Other\ntranslationKey: something-else\n---\nC.\n"),
    ]);
    assert_eq!(site.report.joined, 0);
    let [proposal] = site.report.proposals.as_slice() else { panic!("{:?}", site.report.proposals) };
    let both = format!("{} {}", proposal.one, proposal.other);
    assert!(both.contains("in-this-together") && both.contains("ensemble"), "{proposal:?}");
}

#[test]
fn front_matter_may_be_yaml_toml_or_json() {
    let site = hugo(&[
        ("content/a.md", "---\ntitle: One\nweight: 3\n---\nWords.\n"),
        ("content/b.md", "+++\ntitle = 'One'\nweight = 3\n+++\nWords.\n"),
        ("content/c.md", "{\n  \"title\": \"One\",\n  \"weight\": 3\n}\nWords.\n"),
    ]);
    let first = site.file("content/a.en.md");
    assert!(first.contains("order = 3"), "{first}");
    for other in ["content/b.en.md", "content/c.en.md"] {
        assert_eq!(site.file(other).replace("/b/", "/a/").replace("/c/", "/a/"), first);
    }
}

#[test]
fn bundles_keep_their_files_and_sections_their_words() {
    let site = hugo(&[
        ("content/_index.md", "---\ntitle: Welcome\n---\nHome words.\n"),
        ("content/events/_index.md", "---\ntitle: Events\n---\nAll of them.\n"),
        ("content/events/summit/index.md", "---\ntitle: Summit\n---\n[The agenda](agenda.pdf)\n"),
        ("content/events/summit/index.fr.md", "---\ntitle: Sommet\n---\n[Ordre du jour](agenda.pdf)\n"),
        ("content/events/summit/agenda.pdf", "%PDF-1.4 agenda\n"),
        ("content/events/summit/notes.md", "---\ntitle: Notes\n---\nSeen by a template alone.\n"),
    ]);
    site.has("content/_section.en.md", &["title = \"Welcome\"", "Home words."]);
    site.has("content/events/_section.en.md", &["title = \"Events\"", "All of them."]);
    site.has("content/events/summit/index.en.md", &["[The agenda](agenda.pdf)"]);
    site.has("content/events/summit/index.fr.md", &["[Ordre du jour](agenda.pdf)"]);
    assert_eq!(site.file("content/events/summit/agenda.pdf"), "copy of content/events/summit/agenda.pdf");
    site.answers("/events/summit/", "/en/events/summit/");
    // What was offered for download is still there.
    assert!(site.built.files.contains_key("events/summit/agenda.pdf"));
    assert_eq!(site.file("kept/content/events/summit/notes.md"), "copy of content/events/summit/notes.md");
}

#[test]
fn every_old_address_still_answers() {
    let config = "baseURL = 'https://www.example.org/'\ndefaultContentLanguage = 'en'\n\
        [permalinks]\nposts = '/:year/:month/:slug/'\n[languages.en]\n";
    let site = imported(
        Tool::Hugo,
        &[
            ("hugo.toml", config),
            (
                "content/posts/one.md",
                "---\ntitle: One\ndate: 2020-05-04\naliases: [/old/, relative, /page.html]\n---\nA.\n",
            ),
            ("content/posts/two.md", "---\ntitle: Two\ndate: 2020-06-04\nslug: second\n---\nB.\n"),
            ("content/three.md", "---\ntitle: Three\nurl: /somewhere/else.html\n---\nC.\n"),
            ("static/forms/a.txt", "A form.\n"),
        ],
    );
    site.answers("/2020/05/one/", "/en/posts/one/");
    site.answers("/old/", "/en/posts/one/");
    site.answers("/2020/05/relative/", "/en/posts/one/");
    site.answers("/page.html", "/en/posts/one/");
    site.answers("/2020/06/second/", "/en/posts/second/");
    site.answers("/somewhere/else.html", "/en/else/");
    assert_eq!(site.built.text("forms/a.txt"), "A form.\n");
}

#[test]
fn terms_become_topics_and_pairs_are_proposed() {
    let site = hugo(&[
        ("content/a.md", "---\ntitle: A\ntags: [Climate, Ocean Policy]\n---\nA.\n"),
        ("content/a.fr.md", "---\ntitle: A\ntags: [Climat]\n---\nB.\n"),
    ]);
    let settings = site.file("site.toml");
    for id in ["\"climate\"", "\"ocean-policy\"", "\"climat\""] {
        assert!(settings.contains(&format!("id = {id}")), "{id}: {settings}");
    }
    assert!(
        site.report.proposals.iter().any(
            |pair| pair.what == "terms" && format!("{} {}", pair.one, pair.other).to_lowercase().contains("climat")
        ),
        "{:?}",
        site.report.proposals
    );
    site.answers("/tags/ocean-policy/", "/en/topics/ocean-policy/");
}

#[test]
fn menus_are_kept_in_their_order() {
    let config = format!(
        "{CONFIG}[[languages.en.menus.main]]\nname = 'About'\npageRef = '/about'\nweight = 20\n\
         [[languages.en.menus.main]]\nname = 'News'\npageRef = '/news'\nweight = 10\n"
    );
    let site = imported(
        Tool::Hugo,
        &[
            ("hugo.toml", &config),
            ("content/about.md", "---\ntitle: About\n---\nA.\n"),
            ("content/news/_index.md", "---\ntitle: News\n---\nB.\n"),
            ("content/news/one.md", "---\ntitle: One\n---\nC.\n"),
            ("content/contact.md", "---\ntitle: Contact\nmenu: footer\n---\nD.\n"),
        ],
    );
    site.has("site.toml", &["main = [\"news\", \"about\"]", "footer = [\"contact\"]"]);
}

#[test]
fn what_was_held_back_stays_held_back() {
    let site = hugo(&[
        ("content/draft.md", "---\ntitle: Draft\ndraft: true\n---\nSecretword1.\n"),
        (
            "content/ahead.md",
            "---\ntitle: Ahead\ndate: 2026-01-01\npublishDate: 2030-01-01T09:00:00Z\n---\nSecretword2.\n",
        ),
        ("content/over.md", "---\ntitle: Over\ndate: 2019-01-01\nexpiryDate: 2020-01-01\n---\nSecretword3.\n"),
        ("content/shown.md", "---\ntitle: Shown\nexpiryDate: 2040-01-01\n---\nWord.\n"),
    ]);
    site.has("content/draft.en.md", &["state = \"draft\""]);
    site.has("content/ahead.en.md", &["embargo = 2030-01-01T09:00:00Z"]);
    site.has("content/over.en.md", &["state = \"draft\""]);
    for (path, bytes) in &site.built.files {
        assert!(!String::from_utf8_lossy(bytes).contains("Secretword"), "{path}");
    }
    assert!(site.built.files.contains_key("en/shown/index.html"));
}

#[test]
fn what_languages_say_differently_is_kept_and_listed() {
    let site = hugo(&[
        ("content/a.md", "---\ntitle: A\ndate: 2020-05-04T10:00:00Z\nauthor: Jane\nlayout: wide\n---\nA.\n"),
        ("content/a.fr.md", "---\ntitle: A\ndate: 2020-05-05T10:00:00Z\nauthor: Jeanne\n---\nB.\n"),
    ]);
    site.has("content/a.en.md", &["date = 2020-05-04T10:00:00Z", "author = \"Jane\"", "layout = \"wide\""]);
    site.has("content/a.fr.md", &["[extra.import]", "date = \"2020-05-05T10:00:00Z\"", "author = \"Jeanne\""]);
    site.says("content/a.fr.md", "says otherwise than the source, each in its own `extra`: `author`");
    site.says("content/a.fr.md", "`date` differs from the source");
}

#[test]
fn a_cascade_reaches_what_lies_below() {
    let site = hugo(&[
        ("content/old/_index.md", "---\ntitle: Old\ncascade:\n  draft: true\n  author: Archive\n---\nA.\n"),
        ("content/old/deep/one.md", "---\ntitle: One\n---\nB.\n"),
        ("content/old/own.md", "---\ntitle: Own\ndraft: false\nauthor: Jane\n---\nC.\n"),
    ]);
    site.has("content/old/deep/one.en.md", &["state = \"draft\"", "author = \"Archive\""]);
    site.has("content/old/own.en.md", &["author = \"Jane\""]);
    assert!(!site.file("content/old/own.en.md").contains("draft"));
}

#[test]
fn shortcodes_are_translated_or_stay_visible() {
    let site = hugo(&[
        ("content/about.md", "---\ntitle: About\n---\nA.\n"),
        (
            "content/a.md",
            "---\ntitle: A\n---\n\
             See [us]({{< ref \"about.md\" >}}).\n\n\
             {{< youtube w7Ft2ymGmfc >}}\n\n\
             {{< highlight go >}}\nfunc main() {}\n{{< /highlight >}}\n\n\
             {{< unheard-of name=\"x\" >}}\n",
        ),
    ]);
    let text = site.file("content/a.en.md");
    assert!(text.contains("See [us](about.en.md)."), "{text}");
    assert!(text.contains("w7Ft2ymGmfc") && text.contains("func main() {}"), "{text}");
    assert!(text.contains("unheard-of"), "{text}");
    site.says("content/a.md", "unheard-of");
    let page = site.built.text("en/a/index.html");
    assert!(page.contains("unheard-of") && !page.contains("<iframe"), "{page}");
}

#[test]
fn html_is_content_too_and_what_is_refused_is_listed() {
    let site = hugo(&[
        ("content/page.html", "---\ntitle: Page\n---\n<div class=\"x\"><p>Words <em>here</em>.</p></div>\n"),
        (
            "content/raw.md",
            "---\ntitle: Raw\n---\nBefore <kbd>Ctrl</kbd>.\n\n<iframe src=\"https://x.example/\"></iframe>\n",
        ),
        ("content/moved.html", "<html><head><meta http-equiv=\"refresh\" content=\"0; url=/page/\"></head></html>\n"),
    ]);
    assert!(site.built.text("en/page/index.html").contains("Words <em>here</em>."));
    site.says("content/raw.md", "iframe");
    assert!(!site.built.text("en/raw/index.html").contains("<iframe"));
    site.answers("/moved.html", "/en/page/");
}

#[test]
fn strings_and_data_are_put_aside_and_templates_are_named() {
    let site = hugo(&[
        ("content/a.md", "---\ntitle: A\n---\nA.\n"),
        ("i18n/fr.toml", "[more]\nother = 'Plus'\n"),
        ("data/people.yaml", "- Jane\n"),
        ("layouts/index.html", "{{ .Title }}\n"),
    ]);
    assert_eq!(site.file("kept/i18n/fr.toml"), "copy of i18n/fr.toml");
    assert_eq!(site.file("kept/data/people.yaml"), "copy of data/people.yaml");
    site.says("data/people.yaml", "put aside");
    site.says("layouts", "templates (1 in number)");
}

/// What is in no byte of the built site.
#[track_caller]
fn is_nowhere(site: &Imported, words: &str) {
    for (path, bytes) in &site.built.files {
        assert!(!String::from_utf8_lossy(bytes).contains(words) && !path.contains(words), "{words} stands in {path}");
    }
    assert!(
        site.files.values().any(|text| text.contains(words)) || site.files.keys().any(|path| path.starts_with("kept/"))
    );
}

#[test]
fn what_was_not_published_is_not_public() {
    let config = "baseURL: https://www.example.org/\ntitle: Example\nignoreFiles: ['\\.secret\\.md$', '^content/lost/']\n\
        frontmatter:\n  publishDate: [goes_out, ':default']\n\
        cascade:\n- build: {list: never, render: never}\n  target: {path: '{,/**}/_pieces{,/**}'}\n";
    let held = [
        ("content/draft.md", "draft: true"),
        ("content/later.md", "publishDate: 2099-01-01"),
        ("content/own.md", "goes_out: 2099-01-01"),
        ("content/unclear.md", "publishDate: next spring"),
        ("content/over.md", "expiryDate: 2020-01-01"),
        ("content/never.md", "build: {render: never}"),
        ("content/link.md", "build: {render: link}"),
        ("content/false.md", "_build: {render: false}"),
        ("content/headless/index.md", "headless: true"),
        ("content/_pieces/one.md", "weight: 1"),
        ("content/guide/_pieces/two.md", "weight: 2"),
        ("content/a.secret.md", "weight: 3"),
        ("content/lost/b.md", "weight: 4"),
        ("content/.hidden.md", "weight: 5"),
        ("content/copy.md~", "weight: 6"),
        ("content/broken.md", "draft: [true"),
    ];
    let texts: Vec<(String, String)> = held
        .iter()
        .enumerate()
        .map(|(n, (path, field))| ((*path).to_owned(), format!("---\ntitle: T{n}\n{field}\n---\nqzxheld{n}end\n")))
        .collect();
    let mut files = vec![("hugo.yaml", config), ("content/open.md", "---\ntitle: Open\n---\nFor all.\n")];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let site = imported(Tool::Hugo, &files);
    assert!(site.built.text("en/open/index.html").contains("For all."));
    for (n, (path, _)) in held.iter().enumerate() {
        is_nowhere(&site, &format!("qzxheld{n}end"));
        assert!(!site.report.notes.of(path).is_empty(), "the report says nothing of {path}");
    }
}

#[test]
fn what_a_mount_leaves_out_is_kept_apart() {
    let config = |filter: &str| {
        format!(
            "baseURL: https://www.example.org/\nmodule:\n  mounts:\n  - source: content\n    target: content\n    {filter}\n\
             \x20 - source: open\n    target: static\n    excludeFiles: 'keys/*'\n"
        )
    };
    for filter in [
        "files: ['! internal/**']",
        "excludeFiles: internal/**",
        "excludeFiles: ['/internal/*.md']",
        "excludeFiles: internal",
        "includeFiles: ['open*', '_index.md']",
        "files: ['{open,_index}.md']",
    ] {
        let config = config(filter);
        let site = imported(
            Tool::Hugo,
            &[
                ("hugo.yaml", config.as_str()),
                ("content/_index.md", "---\ntitle: Home\n---\nWelcome.\n"),
                ("content/open.md", "---\ntitle: Open\n---\nFor all.\n"),
                ("content/internal/box.md", "---\ntitle: Key box\n---\nqzxbox\n"),
                ("open/form.txt", "A form.\n"),
                ("open/keys/list.txt", "qzxlist\n"),
            ],
        );
        is_nowhere(&site, "qzxbox");
        is_nowhere(&site, "qzxlist");
        site.says("content/internal/box.md", "leaves it out");
        assert!(
            site.built.files.contains_key("en/open/index.html") && site.built.files.contains_key("form.txt"),
            "{filter}"
        );
    }
}

#[test]
fn a_text_with_the_name_of_a_part_of_lists_is_led_on() {
    let page = |title: &str| format!("---\ntitle: {title}\n---\n\nText.\n");
    let site = imported(
        Tool::Hugo,
        &[
            ("hugo.toml", "baseURL = \"https://old.example/\"\ntitle = \"Old\"\nlanguageCode = \"en\"\n"),
            ("content/news/_index.md", &page("News")),
            ("content/news/page.md", &page("A page")),
            ("content/news/kind.md", &page("A kind")),
            ("content/news/topics.md", &page("Topics")),
            ("content/page.md", &page("At the root")),
        ],
    );
    for (old, new) in [
        ("/news/page/", "/en/news/page-2/"),
        ("/news/kind/", "/en/news/kind-2/"),
        ("/news/topics/", "/en/news/topics-2/"),
        ("/page/", "/en/page/"),
    ] {
        site.answers(old, new);
    }
    site.says("content/news/page.md", "the portal's own pages have the address `page`");
}
