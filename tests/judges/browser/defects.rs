//! Defects to be planted in pages of the portal, and the rules of the checks that are to find each, all of them.

/// A page with something wrong.
#[derive(Clone, Copy)]
pub struct Defect {
    /// What is wrong.
    pub name: &'static str,
    /// The page, by its path in the output.
    pub page: &'static str,
    /// What is replaced in it, once, and by what.
    pub replace: Option<(&'static str, &'static str)>,
    /// HTML at the end of the main content.
    pub html: &'static str,
    /// A style sheet of the site.
    pub style: &'static str,
    /// A script of the site.
    pub script: &'static str,
    /// The width of the window.
    pub width: u32,
    /// What the reader adapts.
    pub adaptation: &'static str,
    /// Who finds it: `check/rule`.
    pub found_by: &'static [&'static str],
}

impl Defect {
    /// Puts the defect into the HTML of its page; style and script are to stand in `/planted-N.css` and `.js`.
    pub fn plant(&self, sound: &str, number: usize) -> String {
        let mut html = sound.to_owned();
        let mut put = |from: &str, to: &str| {
            assert!(html.contains(from), "{} has no `{from}`", self.page);
            html = html.replacen(from, to, 1);
        };
        if let Some((from, to)) = self.replace {
            put(from, to);
        }
        put("</main>", &format!("{}</main>", self.html));
        if !self.style.is_empty() {
            put("</head>", &format!("<link rel=\"stylesheet\" href=\"/planted-{number}.css\"></head>"));
        }
        if !self.script.is_empty() {
            put("</head>", &format!("<script src=\"/planted-{number}.js\" defer></script></head>"));
        }
        html
    }
}

/// A page in English with nothing wrong.
pub const ENGLISH: Defect = Defect {
    name: "",
    page: "en/legal-notice/index.html",
    replace: None,
    html: "",
    style: "",
    script: "",
    width: 1280,
    adaptation: "none",
    found_by: &[],
};

const ARABIC: Defect = Defect { page: "ar/about/index.html", ..ENGLISH };

/// All of them; the first two are sound, and nothing is to be found there.
pub const DEFECTS: &[Defect] = &[
    Defect { name: "sound English", ..ENGLISH },
    Defect { name: "sound Arabic", ..ARABIC },
    // axe
    Defect {
        name: "no language",
        replace: Some(("<html lang=\"en\"", "<html")),
        found_by: &["axe/html-has-lang"],
        ..ENGLISH
    },
    Defect {
        name: "pale text",
        html: "<p class=\"pale\">Pale</p>",
        style: ".pale { color: #999; background: #fff }",
        found_by: &["axe/color-contrast"],
        ..ENGLISH
    },
    Defect { name: "picture without alt", html: "<img src=\"/emblem.svg\">", found_by: &["axe/image-alt"], ..ENGLISH },
    Defect {
        name: "small targets, close together",
        html: "<ul class=\"small\"><li><a href=\"/en/\">a</a></li><li><a href=\"/fr/\">b</a></li></ul>",
        style: ".small li { display: inline-block; margin: 0; padding: 0 } .small a { display: block; font-size: 10px; \
                line-height: 1; padding: 0 }",
        found_by: &["axe/target-size"],
        ..ENGLISH
    },
    Defect { name: "level of heading left out", html: "<h5>Deep</h5>", found_by: &["axe/heading-order"], ..ENGLISH },
    // Keyboard
    Defect {
        name: "order of its own",
        html: "<p><a href=\"/en/\" tabindex=\"1\">First of all</a></p>",
        found_by: &["axe/tabindex", "keyboard/order"],
        ..ENGLISH
    },
    Defect {
        name: "no focus to be seen",
        style: "*:focus-visible { outline: none !important }",
        found_by: &["keyboard/no-indicator"],
        ..ENGLISH
    },
    Defect {
        name: "focus in a pale colour",
        style: "*:focus-visible { outline-color: #ccc !important; box-shadow: none !important }",
        found_by: &["keyboard/no-indicator"],
        ..ENGLISH
    },
    Defect {
        name: "focus under a bar",
        html: "<div class=\"bar\"></div>",
        style: ".bar { position: fixed; inset: auto 0 0; block-size: 40vh; background: #000 }",
        found_by: &["keyboard/covered"],
        ..ENGLISH
    },
    Defect {
        name: "focus outside the window",
        html: "<p><a class=\"off\" href=\"/en/\">Out of sight</a></p>",
        style: ".off { position: fixed; inset-block-start: -200px }",
        found_by: &["keyboard/not-visible"],
        ..ENGLISH
    },
    Defect {
        name: "a trap",
        html: "<p><a class=\"trap\" href=\"/en/\">Trap</a> <a href=\"/en/\">Out of reach</a></p>",
        script: "document.querySelector('.trap').addEventListener('keydown', (event) => event.preventDefault());",
        found_by: &["keyboard/trap"],
        ..ENGLISH
    },
    Defect {
        name: "a stop that is not reached",
        html: "<p><a href=\"/en/\">Before</a> <a class=\"past\" href=\"/en/\">Skipped</a> <a class=\"next\" href=\"/en/\">Next</a></p>",
        script: "document.querySelector('.past').addEventListener('focus', () => document.querySelector('.next').focus());",
        found_by: &["keyboard/order"],
        ..ENGLISH
    },
    Defect {
        name: "no skip link",
        replace: Some(("class=\"skip-link\"", "class=\"skip-link\" hidden")),
        found_by: &["keyboard/skip-link"],
        ..ENGLISH
    },
    Defect {
        name: "a skip link that leads nowhere",
        replace: Some(("id=\"_content\"", "id=\"content\"")),
        found_by: &["axe/region", "axe/skip-link", "keyboard/skip-link"],
        ..ENGLISH
    },
    // Layout
    Defect {
        name: "wider than the window",
        html: "<p class=\"wide-text\">Wide</p>",
        style: ".wide-text { inline-size: 900px; max-inline-size: none }",
        width: 320,
        found_by: &["layout/sideways"],
        ..ENGLISH
    },
    Defect {
        name: "text beyond the edge where nothing scrolls",
        html: "<p class=\"out\">Half of it is lost</p>",
        style: ".out { position: relative; inset-inline-start: -8rem }",
        width: 320,
        found_by: &["layout/beyond-edge"],
        ..ENGLISH
    },
    Defect {
        name: "a box too small for large text",
        html: "<p class=\"box\">One line fits</p>",
        style: ".box { block-size: 34px; overflow: hidden; inline-size: 20em; max-inline-size: 100% }",
        adaptation: "large-text",
        found_by: &["layout/cut-off"],
        ..ENGLISH
    },
    Defect {
        name: "text on text where text is large",
        html: "<div class=\"pair\"><p>Above</p><p>Below</p></div>",
        style: ".pair p { block-size: 20px; margin: 0; padding: 0; white-space: nowrap; line-height: 1.5 }",
        adaptation: "large-text",
        found_by: &["layout/overlap"],
        ..ENGLISH
    },
    // Right to left
    Defect {
        name: "a date in the midst of Arabic",
        html: "<p>نُشر في 2025-12-15 في العاصمة</p>",
        found_by: &["bidi/date"],
        ..ARABIC
    },
    Defect {
        name: "a telephone number in the midst of Arabic",
        html: "<p>اتصلوا على +999 20 555 0101 نهارًا</p>",
        found_by: &["bidi/telephone"],
        ..ARABIC
    },
    Defect {
        name: "a reference told from right to left",
        html: "<p>الوثيقة <bdo dir=\"rtl\">MFA/2026/001</bdo></p>",
        found_by: &["bidi/reference"],
        ..ARABIC
    },
    Defect {
        name: "times, numbers and addresses told from right to left",
        html: "<p dir=\"rtl\"><bdo dir=\"rtl\">08:30</bdo> <bdo dir=\"rtl\">2.4</bdo> \
               <bdo dir=\"rtl\">press@mfa.example</bdo> <bdo dir=\"rtl\">https://mfa.example/ar</bdo></p>",
        found_by: &["bidi/email", "bidi/number", "bidi/time", "bidi/url"],
        ..ARABIC
    },
    Defect {
        name: "space at the left, not where lines begin",
        style: "main { padding-left: 90px !important }",
        found_by: &["mirror/box", "mirror/text"],
        ..ARABIC
    },
    Defect {
        name: "lines that begin at the left",
        html: "<p class=\"left\">سطر</p>",
        style: ".left { text-align: left }",
        found_by: &["mirror/text"],
        ..ARABIC
    },
    // What readers adapt
    Defect {
        name: "a transition",
        style: "main { transition: opacity 1s }",
        adaptation: "reduced-motion",
        found_by: &["motion/transition"],
        ..ENGLISH
    },
    Defect {
        name: "an animation",
        html: "<p class=\"pale\">Slowly</p>",
        style: "@keyframes pale { to { opacity: 0.9 } } .pale { animation: pale 600s infinite }",
        adaptation: "reduced-motion",
        found_by: &["motion/animation"],
        ..ENGLISH
    },
    Defect {
        name: "smooth scrolling",
        style: "html { scroll-behavior: smooth }",
        adaptation: "reduced-motion",
        found_by: &["motion/scrolling"],
        ..ENGLISH
    },
    Defect {
        name: "colours that are not the reader's",
        html: "<p class=\"own\">Own colours</p>",
        style: ".own { forced-color-adjust: none }",
        adaptation: "forced-colors",
        found_by: &["forced-colors/opts-out"],
        ..ENGLISH
    },
    Defect {
        name: "a button without an edge",
        html: "<button type=\"button\" class=\"flat\">Press</button>",
        style: ".flat { border: 0; min-block-size: 2rem; min-inline-size: 4rem }",
        adaptation: "forced-colors",
        found_by: &["forced-colors/control-without-edge"],
        ..ENGLISH
    },
    Defect {
        name: "what is current told by its ground alone",
        html: "<ul class=\"steps\"><li><a href=\"/en/\" aria-current=\"step\">One</a></li><li><a href=\"/fr/\">Two</a></li></ul>",
        style: ".steps a { all: revert; display: inline-block; padding: 8px } .steps [aria-current] { background: gold }",
        adaptation: "forced-colors",
        found_by: &["forced-colors/current-by-colour"],
        ..ENGLISH
    },
    // Script
    Defect {
        name: "words that a script brings",
        script: "const words = document.createElement('p'); words.textContent = 'Later'; document.querySelector('main').append(words);",
        adaptation: "no-script",
        found_by: &["script/other-text"],
        ..ENGLISH
    },
    Defect {
        name: "a fold that a script opens",
        html: "<div><summary tabindex=\"0\">More</summary><p>Folded</p></div>",
        adaptation: "no-script",
        found_by: &["script/fold"],
        ..ENGLISH
    },
    Defect {
        name: "a link to nothing",
        replace: Some(("<h1", "<p><a href=\"/en/nothing/\">Nothing</a></p><h1")),
        adaptation: "no-script",
        found_by: &["script/link"],
        ..ENGLISH
    },
    // Policy and privacy
    Defect {
        name: "a script in the page",
        html: "<script>document.title = 'Other'</script>",
        found_by: &["policy/violation"],
        ..ENGLISH
    },
    Defect {
        name: "a style in the page",
        html: "<p style=\"color: red\">Red</p>",
        found_by: &["policy/violation"],
        ..ENGLISH
    },
    Defect {
        name: "a complaint at the console",
        script: "console.error('Something is wrong');",
        found_by: &["policy/console"],
        ..ENGLISH
    },
    Defect { name: "a fault in a script", script: "nothing.is.there();", found_by: &["policy/console"], ..ENGLISH },
    Defect {
        name: "a picture from elsewhere",
        html: "<img src=\"https://elsewhere.example/pixel.png\" alt=\"\">",
        found_by: &["policy/violation", "privacy/other-host"],
        ..ENGLISH
    },
    Defect { name: "a cookie", script: "document.cookie = 'seen=1';", found_by: &["privacy/cookie"], ..ENGLISH },
    Defect {
        name: "something left in the browser",
        script: "localStorage.setItem('seen', '1');",
        found_by: &["privacy/storage"],
        ..ENGLISH
    },
    Defect {
        name: "a page that moves while it loads",
        script: "setTimeout(() => { const late = document.createElement('p'); late.textContent = 'Late'; \
                 document.querySelector('main').prepend(late); }, 50);",
        found_by: &["stability/layout-shift"],
        ..ENGLISH
    },
];
