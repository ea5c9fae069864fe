//! Zola's rules, by its documentation: "Page", "Section", "Multilingual sites", "Taxonomies", "Internal links".

use chancery::import::Tool;

use super::{Imported, imported};

fn zola(config: &str, files: &[(&str, &str)]) -> Imported {
    let config = format!("base_url = \"https://www.example.org\"\ntitle = \"Example\"\n{config}");
    let mut all = vec![("config.toml", config.as_str())];
    all.extend(files);
    imported(Tool::Zola, &all)
}

#[test]
fn pages_sections_and_files_beside_them() {
    let site = zola(
        "",
        &[
            ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n"),
            ("content/blog/_index.md", "+++\ntitle = \"Blog\"\nsort_by = \"date\"\n+++\nAll.\n"),
            (
                "content/blog/2020-05-04-one.md",
                "+++\ntitle = \"One\"\nweight = 2\naliases = [\"old/one\"]\n+++\n[Two](@/blog/two/index.md#part)\n",
            ),
            ("content/blog/two/index.md", "+++\ntitle = \"Two\"\ndate = 2020-06-04\n+++\n## Part\n\n[File](a.pdf)\n"),
            ("content/blog/two/a.pdf", "%PDF-1.4\n"),
            ("content/three.md", "+++\ntitle = \"Three\"\npath = \"a/b\"\n+++\nC.\n"),
            ("static/x.txt", "X\n"),
        ],
    );
    site.has("content/blog/one.en.md", &["date = 2020-05-04", "order = 2", "[Two](two/index.en.md#part)"]);
    site.has("content/blog/two/index.en.md", &["date = 2020-06-04", "[File](a.pdf)"]);
    site.has("content/_section.en.md", &["Welcome."]);
    site.answers("/blog/one/", "/en/blog/one/");
    site.answers("/old/one/", "/en/blog/one/");
    site.answers("/a/b/", "/en/b/");
    assert_eq!(site.built.text("x.txt"), "X\n");
}

#[test]
fn languages_are_suffixes_that_the_configuration_names() {
    let site = zola(
        "default_language = \"fr\"\n[languages.en]\ntitle = \"Sample\"\n",
        &[
            ("content/a.md", "+++\ntitle = \"Un\"\n+++\nMots.\n"),
            ("content/a.en.md", "+++\ntitle = \"One\"\n+++\nWords.\n"),
        ],
    );
    assert_eq!(site.report.languages, ["fr", "en"]);
    assert_eq!(site.texts(), ["content/a.en.md", "content/a.fr.md"]);
    site.answers("/a/", "/fr/a/");
    site.answers("/en/a/", "/en/a/");
}

#[test]
fn taxonomies_become_topics_and_extra_stays() {
    let site = zola(
        "taxonomies = [{ name = \"tags\" }]\n",
        &[(
            "content/a.md",
            "+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"Sea\"]\n[extra]\nlead = \"words\"\n[extra.deep]\nn = 1\n+++\nA.\n",
        )],
    );
    site.has("content/a.en.md", &["topics = [\"sea\"]", "lead = \"words\""]);
    assert!(site.file("content/a.en.md").contains("n = 1"));
    site.answers("/tags/sea/", "/en/topics/sea/");
}

#[test]
fn what_was_held_back_stays_held_back() {
    let site = zola(
        "",
        &[
            ("content/a.md", "+++\ntitle = \"A\"\ndraft = true\n+++\nSecretword1.\n"),
            ("content/b.md", "+++\ntitle = \"B\"\nrender = false\n+++\nSecretword2.\n"),
            ("content/c.md", "+++\ntitle = \"C\"\n+++\nWord.\n"),
        ],
    );
    for (path, bytes) in &site.built.files {
        assert!(!String::from_utf8_lossy(bytes).contains("Secretword"), "{path}");
    }
    assert!(site.built.files.contains_key("en/c/index.html"));
}

#[test]
fn shortcodes_are_translated_or_stay_visible() {
    let site = zola(
        "",
        &[(
            "content/a.md",
            "+++\ntitle = \"A\"\n+++\n{{ youtube(id=\"w7Ft2ymGmfc\") }}\n\n{% unheard_of(x=1) %}\nInner words.\n{% end %}\n",
        )],
    );
    let text = site.file("content/a.en.md");
    assert!(text.contains("w7Ft2ymGmfc") && text.contains("Inner words."), "{text}");
    site.says("content/a.md", "unheard_of");
    assert!(site.built.text("en/a/index.html").contains("unheard_of"));
}

#[test]
fn what_was_not_published_is_not_public() {
    let config = "base_url = 'https://www.example.org'\nignored_content = ['*.old.md', '**/internal/**', '{x,y}.md']\n\
        ignored_static = ['keys/*']\n";
    let held = [
        ("content/draft.md", "draft = true"),
        ("content/bare.md", "render = false"),
        ("content/closed/_index.md", "draft = true"),
        ("content/closed/door.md", "weight = 1"),
        ("content/closed/deep/door.md", "weight = 1"),
        ("content/wordless/_index.md", "render = false"),
        ("content/a.old.md", "weight = 1"),
        ("content/sub/b.old.md", "weight = 1"),
        ("content/sub/internal/c.md", "weight = 1"),
        ("content/y.md", "weight = 1"),
        ("content/broken.md", "draft = tru"),
    ];
    let texts: Vec<(String, String)> = held
        .iter()
        .enumerate()
        .map(|(n, (path, field))| ((*path).to_owned(), format!("+++\ntitle = \"T{n}\"\n{field}\n+++\nqzxheld{n}end\n")))
        .collect();
    let mut files = vec![
        ("config.toml", config),
        ("content/open.md", "+++\ntitle = \"Open\"\nin_search_index = false\n+++\nFor all.\n"),
        ("content/wordless/leaf.md", "+++\ntitle = \"Page\"\n+++\nA page.\n"),
        ("static/form.txt", "A form.\n"),
        ("static/keys/list.txt", "qzxlist\n"),
    ];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let site = imported(Tool::Zola, &files);
    assert!(site.built.text("en/open/index.html").contains("For all."));
    assert!(site.built.text("en/wordless/leaf/index.html").contains("A page."));
    assert!(site.built.files.contains_key("form.txt") && !site.built.files.contains_key("keys/list.txt"));
    site.says("content/open.md", "the search finds it now");
    for (n, (path, _)) in held.iter().enumerate() {
        let words = format!("qzxheld{n}end");
        for (file, bytes) in &site.built.files {
            assert!(!String::from_utf8_lossy(bytes).contains(&words), "{path} stands in {file}");
        }
        assert!(!site.report.notes.of(path).is_empty(), "the report says nothing of {path}");
    }
}
