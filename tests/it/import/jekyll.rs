//! Jekyll's rules, by its documentation: "Posts", "Collections", "Permalinks", "Front matter defaults", "Static files",
//! and by that of its plugins for redirects and for several languages.

use chancery::import::Tool;

use super::{Imported, imported};

fn jekyll(config: &str, files: &[(&str, &str)]) -> Imported {
    let config = format!("url: https://www.example.org\ntitle: Example\n{config}");
    let mut all = vec![("_config.yml", config.as_str())];
    all.extend(files);
    imported(Tool::Jekyll, &all)
}

#[test]
fn posts_have_their_day_and_categories_from_their_path() {
    let site = jekyll(
        "",
        &[
            ("_posts/2020-05-04-hello-world.md", "---\ntitle: Hello\ncategories: [news]\n---\nA.\n"),
            ("travel/_posts/2020-06-04-away.markdown", "---\ntitle: Away\ntags: sea sun\n---\nB.\n"),
            ("_posts/2020-07-04-dated.md", "---\ntitle: Dated\ndate: 2020-07-05 09:30:00 +0200\n---\nC.\n"),
        ],
    );
    site.has("content/posts/hello-world.en.md", &["date = 2020-05-04"]);
    // Nobody made a menu, so the folders are one.
    site.has("site.toml", &["main = [\"posts\"]"]);
    site.answers("/news/2020/05/04/hello-world.html", "/en/posts/hello-world/");
    site.answers("/travel/2020/06/04/away.html", "/en/posts/away/");
    site.answers("/2020/07/05/dated.html", "/en/posts/dated/");
    site.has("content/posts/away.en.md", &["topics = [\"travel\", \"sea\", \"sun\"]"]);
    site.has("content/posts/dated.en.md", &["date = 2020-07-05T09:30:00+02:00"]);
}

#[test]
fn each_style_of_permalinks_still_answers() {
    for (style, old) in [
        ("date", "/2020/05/04/one.html"),
        ("pretty", "/2020/05/04/one/"),
        ("ordinal", "/2020/125/one.html"),
        ("none", "/one.html"),
        ("/blog/:year/:title/", "/blog/2020/one/"),
        ("/:short_year/:i_month/:i_day/:title:output_ext", "/20/5/4/one.html"),
    ] {
        let files = [
            ("_posts/2020-05-04-one.md", "---\ntitle: One\n---\nA.\n"),
            ("own.md", "---\ntitle: Own\npermalink: /x/y.html\n---\nB.\n"),
        ];
        let site = jekyll(&format!("permalink: {style}\n"), &files);
        site.answers(old, "/en/posts/one/");
        site.answers("/x/y.html", "/en/y/");
    }
}

#[test]
fn collections_have_pages_where_the_configuration_says_so() {
    let site = jekyll(
        "collections:\n  guides:\n    output: true\n    permalink: /help/:path/\n  authors:\n    output: false\n",
        &[
            ("_guides/deep/start.md", "---\ntitle: Start\n---\nA.\n"),
            ("_authors/jane.md", "---\ntitle: Jane\n---\nB.\n"),
        ],
    );
    site.answers("/help/deep/start/", "/en/guides/deep/start/");
    assert_eq!(site.file("kept/_authors/jane.md"), "copy of _authors/jane.md");
    site.says("_authors/jane.md", "no pages of their own");
}

#[test]
fn languages_are_what_texts_or_their_folders_say() {
    let site = jekyll(
        "",
        &[
            ("_posts/2020-05-04-hello.md", "---\ntitle: Hello\nlang: en\nref: greeting\n---\nA.\n"),
            ("_posts/2020-05-04-bonjour.md", "---\ntitle: Bonjour\nlang: fr\nref: greeting\n---\nB.\n"),
            ("guide.md", "---\ntitle: Guide\nlang: en\n---\nC.\n"),
            ("fr/guide.md", "---\ntitle: Guide\nlang: fr\npermalink: /fr/guide/\n---\nD.\n"),
            ("zh-hans/guide.md", "---\ntitle: 指南\nlang: zh-hans\n---\n内容。\n"),
        ],
    );
    assert_eq!(site.report.languages, ["en", "fr", "zh-Hans"]);
    assert_eq!(
        site.texts(),
        [
            "content/guide.en.md",
            "content/guide.fr.md",
            "content/guide.zh-Hans.md",
            "content/posts/hello.en.md",
            "content/posts/hello.fr.md"
        ]
    );
    site.answers("/fr/guide/", "/fr/guide/");
    site.answers("/zh-hans/guide.html", "/zh-Hans/guide/");
    site.answers("/2020/05/04/bonjour.html", "/fr/posts/bonjour/");
}

#[test]
fn the_home_page_of_a_language_is_what_was_found_at_its_root() {
    let site = jekyll(
        "collections:\n  articles:\n    output: true\n    permalink: /:path/\n",
        &[
            ("index.html", "---\ntitle: Home\n---\n<p>Words.</p>\n"),
            ("_articles/fr/index.html", "---\ntitle: Accueil\nlang: fr\npermalink: /fr/\n---\n<p>Mots.</p>\n"),
            ("_articles/fr/one.md", "---\ntitle: Un\nlang: fr\n---\nA.\n"),
            ("_articles/one.md", "---\ntitle: One\nlang: en\n---\nB.\n"),
            ("CNAME", "www.example.net\n"),
        ],
    );
    site.has("content/_section.fr.md", &["title = \"Accueil\""]);
    site.answers("/fr/one/", "/fr/articles/one/");
    site.answers("/one/", "/en/articles/one/");
    assert!(!site.file("content/articles/one.fr.md").contains("lang"));
}

#[test]
fn what_was_held_back_stays_held_back() {
    let site = jekyll(
        "",
        &[
            ("_drafts/one.md", "---\ntitle: One\n---\nSecretword1.\n"),
            ("_posts/2020-05-04-two.md", "---\ntitle: Two\npublished: false\n---\nSecretword2.\n"),
            ("_posts/2030-05-04-three.md", "---\ntitle: Three\n---\nSecretword3.\n"),
            ("index.md", "---\ntitle: Home\n---\nWord.\n"),
        ],
    );
    for (path, bytes) in &site.built.files {
        assert!(!String::from_utf8_lossy(bytes).contains("Secretword"), "{path}");
    }
    site.has("content/posts/one.en.md", &["state = \"draft\""]);
    site.has("content/posts/two.en.md", &["state = \"draft\""]);
    site.has("content/_section.en.md", &["title = \"Home\"", "Word."]);
}

#[test]
fn defaults_reach_what_they_name() {
    let site = jekyll(
        "defaults:\n- scope: {path: ''}\n  values: {author: All}\n- scope: {path: _posts/old, type: posts}\n  values: \
         {author: Old, published: false}\n",
        &[
            ("_posts/old/2010-01-01-one.md", "---\ntitle: One\n---\nA.\n"),
            ("_posts/2010-01-01-two.md", "---\ntitle: Two\n---\nB.\n"),
            ("_posts/2010-01-02-three.md", "---\ntitle: Three\nauthor: Jane\n---\nC.\n"),
        ],
    );
    site.has("content/posts/old/one.en.md", &["author = \"Old\"", "state = \"draft\""]);
    site.has("content/posts/two.en.md", &["author = \"All\""]);
    site.has("content/posts/three.en.md", &["author = \"Jane\""]);
}

#[test]
fn redirects_of_the_plugin_are_kept() {
    let site = jekyll(
        "",
        &[
            ("a.md", "---\ntitle: A\nredirect_from:\n  - /was/\n  - /before.html\n---\nA.\n"),
            ("gone.md", "---\nredirect_to: /a.html\n---\n"),
            ("out.md", "---\nredirect_to: https://other.example/x\n---\n"),
        ],
    );
    site.answers("/was/", "/en/a/");
    site.answers("/before.html", "/en/a/");
    site.answers("/gone.html", "/en/a/");
    assert!(site.built.text("_redirects").contains("/out.html https://other.example/x"));
}

#[test]
fn liquid_is_translated_or_stays_visible() {
    let site = jekyll(
        "email: desk@example.org\n",
        &[
            ("_posts/2020-05-04-one.md", "---\ntitle: One\n---\nA.\n"),
            ("_includes/note.md", "A note from a file.\n"),
            ("_includes/box.html", "<div>{% if include.x %}{{ include.x }}{% endif %}</div>\n"),
            (
                "a.md",
                "---\ntitle: A\n---\n\
                 [One]({% post_url 2020-05-04-one %}), [file]({% link _posts/2020-05-04-one.md %}), \
                 {{ site.email }}.\n\n\
                 {% include note.md %}\n\n\
                 {% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n\
                 {% comment %}Nobody sees it.{% endcomment %}\n\n\
                 {% unheard_of x %}\n",
            ),
        ],
    );
    let text = site.file("content/a.en.md");
    assert!(text.contains("[One](posts/one.en.md), [file](posts/one.en.md), desk@example.org"), "{text}");
    assert!(text.contains("A note from a file.") && text.contains("puts 1"), "{text}");
    assert!(text.contains("unheard\\_of") || text.contains("unheard_of"), "{text}");
    site.says("a.md", "unheard_of");
}

#[test]
fn files_without_front_matter_are_published_and_the_rest_is_named() {
    let site = jekyll(
        "exclude: [bin, 'Gem*']\n",
        &[
            ("index.html", "---\ntitle: Home\n---\n<p>Words.</p>\n"),
            ("files/a.txt", "A form.\n"),
            (".well-known/security.txt", "Contact: mailto:x@example.org\n"),
            ("_data/people.yml", "- Jane\n"),
            ("_layouts/default.html", "{{ content }}\n"),
            ("bin/tool", "#!/bin/sh\n"),
            ("Gemfile", "gem\n"),
            ("feed.json", "---\n---\n{}\n"),
        ],
    );
    assert_eq!(site.built.text("files/a.txt"), "A form.\n");
    assert_eq!(site.file("kept/_data/people.yml"), "copy of _data/people.yml");
    site.says("_layouts", "layouts (1 in number)");
    site.says("bin/tool", "leaves it out");
    site.says("Gemfile", "leaves it out");
    site.says("feed.json", "a template");
    assert!(site.built.text("en/index.html").contains("Words."));
}

#[test]
fn what_was_not_published_is_not_public() {
    let config = "url: https://www.example.org\ncollections: {notes: {output: false}}\n\
        exclude: ['internal', '*.old.md', 'x?.md']\n\
        defaults:\n- {scope: {path: closed}, values: {published: false}}\n";
    let held = [
        ("_posts/2026-01-02-no.md", "published: false"),
        ("_posts/2099-01-02-later.md", "layout: post"),
        ("_posts/2099-1-2-loose.md", "layout: post"),
        ("_posts/undated.md", "layout: post"),
        ("_drafts/idea.md", "layout: post"),
        ("news/_drafts/idea.md", "layout: post"),
        ("_notes/one.md", "layout: note"),
        ("internal/box.md", "layout: page"),
        ("a.old.md", "layout: page"),
        ("sub/b.old.md", "layout: page"),
        ("x1.md", "layout: page"),
        ("closed/door.md", "layout: page"),
        ("copy.md~", "layout: page"),
        ("broken.md", "published: [false"),
    ];
    let texts: Vec<(String, String)> = held
        .iter()
        .enumerate()
        .map(|(n, (path, field))| ((*path).to_owned(), format!("---\ntitle: T{n}\n{field}\n---\nqzxheld{n}end\n")))
        .collect();
    let mut files = vec![
        ("_config.yml", config),
        ("open.md", "---\ntitle: Open\n---\nFor all.\n"),
        ("_posts/2026-1-2-post.md", "---\ntitle: Post\n---\nA post.\n"),
    ];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let site = imported(Tool::Jekyll, &files);
    assert!(site.built.text("en/open/index.html").contains("For all."));
    assert!(site.built.text("en/posts/post/index.html").contains("A post."));
    for n in 0..held.len() {
        let words = format!("qzxheld{n}end");
        for (path, bytes) in &site.built.files {
            assert!(!String::from_utf8_lossy(bytes).contains(&words), "{:?} stands in {path}", held[n]);
        }
    }
}
