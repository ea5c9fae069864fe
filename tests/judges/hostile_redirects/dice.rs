//! Random rows of characters that mean something to a server.

/// Bits of addresses: plain ones, and whatever ends, opens or stands for something in a configuration.
const BITS: &[&str] = &[
    "a",
    "b",
    "old",
    "news",
    "2019",
    "x-y",
    "A",
    ".html",
    ".php",
    ".txt",
    "index.html",
    "é",
    "网",
    "%c3%a9",
    "%C3%A9",
    "%E2%80%A8",
    " ",
    "%20",
    "\"",
    "%22",
    "'",
    "%27",
    "\\",
    "%5c",
    "%5C",
    "`",
    "%60",
    "{",
    "}",
    "%7b",
    "%7D",
    "$",
    "%24",
    ";",
    "%3B",
    "#",
    "%23",
    "?",
    "%3F",
    "*",
    "%2A",
    "%2a",
    "%2F",
    "%2f",
    "%25",
    "%2541",
    "%",
    "%zz",
    "%FF",
    "%C3",
    "%0a",
    "%0d%0a",
    "%00",
    "%09",
    "%7f",
    "\u{1}",
    "\t",
    "|",
    "^",
    "~",
    "!",
    "&",
    "+",
    "=",
    ":",
    "@",
    ",",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "..",
    ".",
    "%2e%2e",
    "$1",
    "%1",
    "$uri",
    "${PATH}",
    "%{HTTP_HOST}",
    "{$HOME}",
    "{path}",
    "{env.HOME}",
    "{args.0}",
    "%7Bpath%7D",
    "%7B%24HOME%7D",
    "%24%7BPATH%7D",
    "%25%7BHTTP_HOST%7D",
    ":splat",
    "(.*)",
    "[a-z]+",
    "%22%20%7B",
    "%5c%22",
    "%22;%20return%20200%20%22",
    "default",
    "import",
    "~*",
];

/// What a request adds to a folder that leads elsewhere.
pub const RESTS: &[&str] = &[
    "",
    "x",
    "a/b.html",
    "a%20b",
    "%3Fq=1",
    "x?y=1&z=%20",
    "?q",
    "%C3%A9",
    "%25",
    "%22",
    "%7Bpath%7D",
    "$1",
    "%5Cevil.example",
    "a;b",
    "@evil.example",
    "/evil.example/",
];

/// A sequence of numbers that look random, the same on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    pub fn path(&mut self) -> String {
        let mut path = String::new();
        for _ in 0..=self.below(3) {
            path.push('/');
            for _ in 0..=self.below(4) {
                // Half of the bits are plain, so that some tables are accepted.
                path.push_str(if self.below(2) == 0 { self.of(&BITS[..16]) } else { self.of(BITS) });
            }
        }
        if self.below(2) == 0 { path + "/" } else { path }
    }

    fn old(&mut self) -> String {
        match self.below(12) {
            0 => format!("{}/*", self.path().trim_end_matches('/')),
            1 => format!("{}*", self.path()),
            2 | 3 => format!("{}?{}{}={}", self.path(), self.of(BITS), self.of(BITS), self.of(BITS)),
            4 => format!("/en/?p={}", self.of(BITS)),
            5 => self
                .of(&["/en/about/", "/en/*", "/form.txt", "/_headers", "/nginx.conf", "/assets/*", "/en/press/x*"])
                .into(),
            6 => format!("/{}", self.of(BITS).repeat(self.below(400) + 1)),
            _ => self.path(),
        }
    }

    fn new_of(&mut self, old: &str) -> String {
        let is_folder = old.ends_with("/*");
        match self.below(8) {
            0 => format!("https://other.example{}", self.path()),
            1 => format!("https://other.example/{}?{}#{}", self.of(BITS), self.of(BITS), self.of(BITS)),
            2 => format!("/en/about/?{}#{}", self.of(BITS), self.of(BITS)),
            3 => "https://www.example.org/en/press/".into(),
            4 if is_folder => "/".into(),
            _ if is_folder => self.of(&["/en/", "https://other.example", "https://other.example/a/"]).into(),
            _ => self.of(&["/en/", "/en/about/", "/en/feed.xml", "/form.txt", "/fr/", "/en/press/treaty/"]).into(),
        }
    }

    pub fn row(&mut self) -> [String; 3] {
        // Spaces around a cell are not part of it.
        let old = self.old().trim().to_owned();
        match self.below(6) {
            0 => [old, String::new(), "410".into()],
            status => {
                let new = self.new_of(&old).trim().to_owned();
                [old, new, if status < 3 { "302".into() } else { "301".into() }]
            }
        }
    }
}
