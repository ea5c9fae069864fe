//! Old addresses: what a row of redirects.csv or an alias may say, and what of the site it may not touch.

use support::Site;

/// The faults of a site with a table, as `code: message`, each with the line of the table that it is at.
fn faults(rows: &str) -> Vec<String> {
    let run = Site::minimal().file("redirects.csv", format!("old,new,status\n{rows}\n")).build();
    run.faults().iter().map(|line| (*line).to_owned()).collect()
}

#[track_caller]
fn refused(rows: &str, code: &str, parts: &[&str]) {
    let faults = faults(rows);
    let [fault] = faults.as_slice() else { panic!("{rows}: {faults:#?}") };
    assert!(fault.contains(&format!("error[{code}]")), "{rows}: {fault}");
    assert!(fault.contains("redirects.csv"), "{rows}: {fault}");
    for part in parts {
        assert!(fault.contains(part), "{rows}: {fault}");
    }
}

#[test]
fn a_folder_that_hides_something_of_the_site_is_refused() {
    for (row, first) in [
        ("/en/press/*,https://x.example/,301", "/en/press/"),
        ("/en/press/tr*,https://x.example/,301", "/en/press/treaty/"),
        ("/assets/*,,410", "/assets/"),
        ("/*,https://x.example/,301", "/"),
        ("/robots.txt*,https://x.example/,301", "/robots.txt"),
        ("/fr/*,https://x.example/,302", "/fr/"),
        ("/en/fee*,https://x.example/,302", "/en/feed"),
        ("/files/*,https://x.example/,302", "/files/"),
        ("/en/pagefind/*,https://x.example/,302", "/en/pagefind/"),
        ("/en/pagefind/x*,https://x.example/,302", "/en/pagefind/"),
        ("/digests*,https://x.example/,302", "/digests.txt"),
        ("/_head*,https://x.example/,302", "/_headers"),
    ] {
        refused(row, "redirect-shadowed", &[first]);
    }
    assert_eq!(faults("/en/pressed/*,https://x.example/,301\n/files/2010/*,,410\n/en/press*x,/en/,301").len(), 1);
}

#[test]
fn a_single_address_of_the_site_is_refused() {
    for old in [
        "/en/about/",
        "/en/about",
        "/en/%61bout/",
        "/en/about/index.html",
        "/robots.txt",
        "/en/feed.xml",
        "/sitemap.xml",
        "/404.html",
        "/en/404.html",
        "/",
        "/index.html",
        "https://www.example.org/en/about/",
        "/en/feed.xml?x=1",
    ] {
        refused(&format!("{old},/en/,301"), "redirect-shadowed", &[]);
    }
    for old in [
        "/_headers",
        "/_redirects",
        "/nginx.conf",
        "/NGINX.conf",
        "/caddy.conf.gz",
        "/_addresses.json",
        "/apache.conf",
        "/digests.txt",
        "/en/pagefind/pagefind.js",
    ] {
        refused(&format!("{old},/en/,301"), "reserved-address", &[]);
    }
    // A page with a query is another address.
    assert_eq!(faults("/?p=12,/en/about/,301\n/en/about/?print=1,/en/press/,302"), [""; 0]);
}

#[test]
fn a_new_address_has_to_be_there() {
    for new in [
        "/en/nowhere/",
        "/en/about",
        "https://www.example.org/en/nowhere/",
        "http://WWW.example.org/nowhere/",
        "/nginx.conf",
        "/en/page/7/",
    ] {
        refused(&format!("/old/,{new},301"), "broken-link", &[]);
    }
    refused("/old/*,/nowhere/,301", "broken-link", &[]);
    refused("/old/*,https://www.example.org:443/nowhere/,301", "broken-link", &[]);
    for new in [
        "/en/about/",
        "/en/about/?a=b#c",
        "https://www.example.org/en/feed.xml",
        "/sitemap.xml",
        "https://www.example.org/",
        "https://example.org/nowhere/",
    ] {
        assert_eq!(faults(&format!("/old/,{new},301")), [""; 0], "{new}");
    }
}

#[test]
fn chains_and_circles_are_refused() {
    refused("/a/,/a/,301", "redirect-loop", &["row 2"]);
    refused("/a,/a/,301", "redirect-loop", &["row 2"]);
    refused("/a/,/b,301\n/b/,/en/,301", "redirect-loop", &["row 3"]);
    refused("/a/*,/a/b/,301", "redirect-loop", &["row 2"]);
    refused("/a/,https://www.example.org/b/c/,301\n/b/*,/en/,301", "redirect-loop", &["row 3"]);
    refused("/a/,/b/,301\n/b/,,410", "broken-link", &["gone"]);
    refused("/a/,/en/,301\n/a,/fr/,301", "duplicate-address", &["twice"]);
    refused("/a/*,/en/,301\n/%61/*,/fr/,301", "duplicate-address", &["twice"]);
    assert_eq!(faults("/a?x=1,/en/,301\n/a?x=2,/fr/,301\n/a/b/*,/en/,301\n/a/*,/fr/,301"), [""; 0]);
}

#[test]
fn an_alias_is_an_address_like_that_of_a_row() {
    let build = |aliases: &str, rows: &str| {
        let about = format!("+++\ntitle = \"About us\"\naliases = [{aliases}]\n+++\n\nWho we are.\n");
        let site = Site::minimal().file("content/about.en.md", about);
        site.file("redirects.csv", format!("old,new,status\n{rows}")).build()
    };
    let codes = |aliases: &str, rows: &str| -> Vec<String> {
        let run = build(aliases, rows);
        let faults = run.faults().into_iter().filter(|fault| !fault.contains("faulty-source"));
        faults.map(|fault| fault.split(['[', ']']).nth(1).unwrap().to_owned()).collect()
    };
    let run = build(r#""/caf%C3%A9/", "https://www.example.org/old/x.html", "/visa.php""#, "").sound();
    for page in ["café/index.html", "old/x.html"] {
        assert!(run.text(page).contains("/en/about/"), "{page}");
    }
    assert!(run.text("nginx.conf").contains("location = \"/visa.php\""));
    assert!(run.text("_redirects").contains("/caf%C3%A9/ /en/about/ 301"));
    for alias in ["/a%0Ab/", "/a%5Cb/", "/a//b/", "/a/../b/", "/a/*", "/a?b", "/a#b", "a", "https://x.example/a/", "/%"]
    {
        assert_eq!(codes(&format!("{alias:?}"), ""), ["bad-value"], "{alias}");
    }
    for alias in ["/en/press/", "/en/press", "/en/feed.xml", "/robots.txt", "/en/about/", "/404.html"] {
        assert_eq!(codes(&format!("{alias:?}"), ""), ["duplicate-address"], "{alias}");
    }
    assert_eq!(codes("\"/_headers\"", ""), ["reserved-address"]);
    assert_eq!(codes("\"/a/\", \"/a\"", ""), ["duplicate-address"]);
    assert_eq!(codes("\"/a/\"", "/a,/en/,301\n"), ["redirect-shadowed"]);
    assert_eq!(codes("\"/a/\"", "/b,/a/,301\n"), ["redirect-loop"]);
    // A folder may lead elsewhere around it.
    assert_eq!(codes("\"/a/b/\"", "/a/*,https://x.example/,301\n"), [""; 0]);
}

#[test]
fn an_address_that_differs_in_case_alone_is_left_to_the_rules() {
    let site = Site::minimal()
        .file("redirects.csv", "old,new,status\n/EN/About/,/en/about/,301\n/EN/press/*,/en/press/,301\n");
    let run = site.build();
    assert_eq!(run.status, 0, "{}", run.stderr);
    let faults = run.faults();
    assert!(faults.len() == 2 && faults.iter().all(|fault| fault.contains("warning[redirect-shadowed]")), "{faults:?}");
    assert!(!run.files.contains_key("EN/About/index.html"));
    assert!(run.text("nginx.conf").contains("location = \"/EN/About/\""));
    assert!(!run.text("_redirects").contains("/EN/About/ "));
}

#[test]
fn an_absolute_address_of_the_site_is_an_address_of_the_site() {
    let site = |dest: &str| {
        Site::minimal().file("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\nSee [this]({dest}).\n"))
    };
    for dest in
        ["https://www.example.org/en/press/", "HTTP://www.Example.org/en/press/", "//www.example.org:443/en/press/"]
    {
        let run = site(dest).build().sound();
        assert!(
            run.text("en/about/index.html").contains("href=\"/en/press/\"")
                || run.text("en/about/index.html").contains("href=/en/press/"),
            "{dest}"
        );
    }
    for dest in
        ["https://www.example.org/en/feed.xml", "https://www.example.org/en/sitemap.xml", "https://www.example.org/"]
    {
        let _ = site(dest).build().sound();
    }
    let run = site("https://www.example.org/en/nowhere/").build();
    assert!(run.faults().iter().any(|fault| fault.contains("error[broken-link]")), "{}", run.stderr);
    // What is not public yet can't be linked to by its address either.
    let run = site("https://www.example.org/en/later/")
        .file("content/later.en.md", "+++\ntitle = \"Later\"\nembargo = 2027-01-01T00:00:00Z\n+++\n\nNot yet.\n")
        .build();
    assert!(run.faults().iter().any(|fault| fault.contains("error[broken-link]")), "{}", run.stderr);
    let _ = site("https://example.org/en/nowhere/").build().sound();
}

#[test]
fn a_base_url_that_a_server_could_misread_is_refused() {
    let site = Site::minimal();
    let toml = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    for base in ["https://www.example.org/a%22b/", "https://www.example.org/a%0Ab/", "https://www.example.org/{$HOME}/"]
    {
        site.write("site.toml", toml.replacen("https://www.example.org/", base, 1));
        let run = site.build();
        assert!(run.faults().iter().any(|fault| fault.contains("error[bad-value]")), "{base}: {}", run.stderr);
    }
}
