//! A small site that has everything: three languages, the four kinds, topics, relations, corrections, withdrawals,
//! embargoes, validity, notices, menus, aliases, redirects, pictures, attachments, data, directives, nested sections,
//! lists of several pages, overrides of each sort, static files.
//!
//! It is sound at the build time of the tests: warnings, but no error.

use support::repository;

/// The translations that say which state of their source they were made from.
pub const STAMPED: [&str; 3] = ["content/about.fr.md", "content/press/m3.fr.md", "content/guide/travel/visa.fr.md"];

/// The statements, by their stems; the last is the newest.
pub const STATEMENTS: [&str; 8] = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];

/// Every file of the site.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let mut files: Vec<(&'static str, Vec<u8>)> =
        FILES.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
    let own = |path: &str| std::fs::read_to_string(repository().join("themes/portal").join(path)).unwrap();
    let card = own("templates/components/card.html");
    files.push(("overrides/templates/components/card.html", card.replace("card-facts", "card-facts own").into_bytes()));
    let statement = own("templates/statement.html");
    files.push(("overrides/templates/statement.html", statement.into_bytes()));
    files.push(("overrides/templates/parts/topics.html", own("templates/parts/topics.html").into_bytes()));
    files.push(("overrides/assets/portal.css", (own("assets/portal.css") + "\n.own { margin: 0 }\n").into_bytes()));
    files.push(("overrides/templates/moved.html", MOVED.as_bytes().to_vec()));
    files.push(("overrides/templates/card.svg", CARD.as_bytes().to_vec()));
    files.push(("content/guide/map.png", png(3, 2)));
    files.push(("content/press/m5/lead.png", png(4, 4)));
    files
}

/// A small picture.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let data = (0..width * height).flat_map(|place| [place as u8, 120, 200]).collect();
    let pixels = chancery::media::Pixels { width, height, has_alpha: false, data };
    chancery::media::encode(&pixels, chancery::media::Encoding::Png).unwrap()
}

/// A share card that is small and quickly made, with everything in it that a card is made of.
const CARD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"32\">\
    <rect width=\"60\" height=\"32\" fill=\"{{ parameters.ground or \"#123\" }}\"/>\
    {% if card.emblem %}<image href=\"{{ card.emblem }}\" width=\"9\" height=\"9\"/>{% endif %}\
    {% set line1 = outline(text=card.title or card.name, x=2, y=9, sizes=[7], width=56) %}<path fill=\"#fff\" d=\"{{ line1.path }}\"/>\
    {% set line2 = outline(text=(card.kind or \"\") ~ (card.date or \"\"), x=2, y=18, sizes=[7], width=56) %}<path fill=\"#fff\" d=\"{{ line2.path }}\"/>\
    {% set line3 = outline(text=(card.withdrawn or \"\") ~ (card.reference or \"\"), x=2, y=27, sizes=[7], width=56) %}<path fill=\"#fff\" d=\"{{ line3.path }}\"/>\
    </svg>";

const FILES: &[(&str, &str)] = &[
    ("site.toml", SITE),
    (
        "redirects.csv",
        "old,new,status\n/old-about/,/en/about/,301\n/old-press,/en/press/,302\n/never/,,410\n/blog/*,/en/press/,301\n",
    ),
    ("static/emblem.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("static/docs/rules.txt", "The rules.\n"),
    ("overrides/strings/en.ftl", "home = Start\n"),
    ("overrides/strings/fr.ftl", "home = Début\n"),
    ("overrides/templates/404.html", NOT_FOUND),
    (
        "content/_section.en.md",
        "+++\ntitle = \"Ministry\"\nsummary = \"What we do.\"\n+++\n\nWelcome. Read [about us](about.en.md).\n",
    ),
    ("content/_section.fr.md", "+++\ntitle = \"Ministère\"\n+++\n\nBienvenue.\n"),
    ("content/_section.ar.md", "+++\ntitle = \"الوزارة\"\n+++\n\nمرحبا.\n"),
    (
        "content/about.en.md",
        "+++\ntitle = \"About us\"\naliases = [\"/en/who/\"]\ncontacts = [\"press\"]\nrelated = [\"M/2026/004\"]\n\
         change_notes = [{ date = 2026-11-01, note = \"Address changed.\" }]\n+++\n\nWho we are. See \
         [the guide](guide/first.en.md#papers), [the rules](/docs/rules.txt).\n\n![A map](guide/map.png)\n",
    ),
    (
        "content/about.fr.md",
        "+++\ntitle = \"Qui nous sommes\"\nslug = \"a-propos\"\nchange_notes = [{ date = 2026-11-01, note = \"Adresse.\" }]\n+++\n\nVoir [le guide](guide/first.fr.md).\n",
    ),
    ("content/about.ar.md", "+++\ntitle = \"من نحن\"\n+++\n\nنص.\n"),
    ("content/privacy.en.md", "+++\ntitle = \"Privacy\"\n+++\n\nMaps come from elsewhere.\n"),
    (
        "content/contact.en.md",
        "+++\ntitle = \"Contact\"\norder = 9\n+++\n\n::: contact press\n:::\n\n::: notice info \"Hours\"\nClosed on Sundays.\n:::\n",
    ),
    (
        "content/press/_section.en.md",
        "+++\ntitle = \"Press\"\nsummary = \"For journalists.\"\n+++\n\nAll statements.\n",
    ),
    (
        "content/press/_section.fr.md",
        "+++\ntitle = \"Presse\"\nslug = \"presse\"\nsummary = \"Pour les journalistes.\"\n+++\n",
    ),
    (
        "content/press/m1.en.md",
        "+++\ntitle = \"First\"\nsummary = \"The first.\"\nsubtype = \"press-release\"\nreference = \"M/2026/001\"\ndate = 2026-01-10\n+++\n\nOne.\n",
    ),
    ("content/press/m1.fr.md", "+++\ntitle = \"Premier\"\nsummary = \"Le premier.\"\n+++\n\nUn.\n"),
    (
        "content/press/m2.en.md",
        "+++\ntitle = \"Second\"\nsummary = \"The second.\"\nsubtype = \"speech\"\nreference = \"M/2026/002\"\ndate = 2026-02-10\ntopics = [\"trade\"]\nspeaker = { name = \"A. B.\", role = \"Minister\" }\ndelivery = \"as-prepared\"\n+++\n\nTwo.\n",
    ),
    (
        "content/press/m2.fr.md",
        "+++\ntitle = \"Deuxième\"\nsummary = \"Le deuxième.\"\nspeaker = { name = \"A. B.\", role = \"Ministre\" }\n+++\n\nDeux.\n",
    ),
    (
        "content/press/m3.en.md",
        "+++\ntitle = \"Third\"\nsummary = \"The third.\"\nsubtype = \"press-release\"\nreference = \"M/2026/003\"\ndate = 2026-03-10\ntopics = [\"trade\", \"consular\"]\npress_contacts = [\"press\"]\nupdated = 2026-03-12\n+++\n\nThree. See [the second](m2.en.md).\n",
    ),
    (
        "content/press/m3.fr.md",
        "+++\ntitle = \"Troisième\"\nsummary = \"Le troisième.\"\n+++\n\nTrois. Voir [le quatrième](m4.en.md).\n",
    ),
    (
        "content/press/m4.en.md",
        "+++\ntitle = \"Fourth\"\nsummary = \"The fourth.\"\nsubtype = \"press-release\"\nreference = \"M/2026/004\"\ndate = 2026-04-10\nstate = \"withdrawn\"\nwithdrawn_on = 2026-05-01\nreason = \"Wrong.\"\n+++\n\nFour.\n",
    ),
    (
        "content/press/m5/index.en.md",
        "+++\ntitle = \"Fifth\"\nsummary = \"The fifth.\"\nsubtype = \"press-release\"\nreference = \"M/2026/005\"\ndate = 2026-05-10\nimage = { src = \"lead.png\", alt = \"A room\" }\nattachments = [{ file = \"annex.txt\", title = \"Annex\" }]\n+++\n\nFive.\n",
    ),
    ("content/press/m5/index.fr.md", "+++\ntitle = \"Cinquième\"\nsummary = \"Le cinquième.\"\n+++\n\nCinq.\n"),
    ("content/press/m5/annex.txt", "The annex.\n"),
    (
        "content/press/m6.en.md",
        "+++\ntitle = \"Sixth\"\nsummary = \"It corrects the fifth.\"\nsubtype = \"correction-notice\"\nreference = \"M/2026/005/Corr.1\"\ndate = 2026-06-10\ncorrects = \"M/2026/005\"\n+++\n\nSix.\n",
    ),
    ("content/press/m6.fr.md", "+++\ntitle = \"Sixième\"\nsummary = \"Il corrige le cinquième.\"\n+++\n\nSix.\n"),
    (
        "content/press/m7.en.md",
        "+++\ntitle = \"Seventh\"\nsummary = \"The seventh.\"\nsubtype = \"holding\"\nreference = \"M/2026/007\"\ndate = 2026-07-10T09:30:00\nrelated = [\"M/2026/003\"]\n+++\n\nSeven.\n",
    ),
    ("content/press/m7.ar.md", "+++\ntitle = \"السابع\"\nsummary = \"السابع.\"\n+++\n\nسبعة.\n"),
    (
        "content/press/m8.en.md",
        "+++\ntitle = \"Eighth\"\nsummary = \"The eighth.\"\nsubtype = \"press-release\"\nreference = \"M/2026/008\"\ndate = 2026-08-10\n+++\n\nEight.\n",
    ),
    (
        "content/press/later.en.md",
        "+++\ntitle = \"Later\"\nsummary = \"Embargoed.\"\nsubtype = \"press-release\"\nreference = \"M/2026/009\"\ndate = 2026-11-30\nembargo = \"2026-12-01T10:00:00Z\"\ntopics = [\"consular\"]\n+++\n\nLater.\n",
    ),
    (
        "content/press/later.fr.md",
        "+++\ntitle = \"Plus tard\"\nsummary = \"Sous embargo.\"\nembargo = \"2026-12-02T10:00:00Z\"\n+++\n\nPlus tard.\n",
    ),
    ("content/press/archive/_section.en.md", "+++\ntitle = \"Archive\"\n+++\n"),
    (
        "content/press/archive/a1.en.md",
        "+++\ntitle = \"Archived\"\nsummary = \"Long ago.\"\nsubtype = \"press-release\"\nreference = \"M/1999/001\"\ndate = 1999-01-10\n+++\n\nOld.\n",
    ),
    ("content/faq/_section.en.md", "+++\ntitle = \"Questions\"\n+++\n"),
    ("content/faq/_section.fr.md", "+++\ntitle = \"Questions\"\n+++\n"),
    (
        "content/faq/visa.en.md",
        "+++\nquestion = \"Do I need a visa?\"\nshort_answer = \"Not for short stays.\"\ntopics = [\"consular\"]\norder = 1\nsources = [{ title = \"Act\", url = \"https://law.example/act\" }]\n+++\n\nNot for 90 days. See [fees](fees.en.md#amount).\n",
    ),
    ("content/faq/visa.fr.md", "+++\nquestion = \"Me faut-il un visa ?\"\nshort_answer = \"Non.\"\n+++\n\nNon.\n"),
    (
        "content/faq/fees.en.md",
        "+++\nquestion = \"What does it cost?\"\nshort_answer = \"Nothing.\"\ntopics = [\"consular\"]\norder = 2\nreview_by = 2026-12-20\n+++\n\n## Amount\n\nNone.\n",
    ),
    (
        "content/faq/soon.en.md",
        "+++\nquestion = \"What comes?\"\nshort_answer = \"This.\"\nvalid_from = 2026-12-05\nvalid_until = 2026-12-15\n+++\n\nThis.\n",
    ),
    (
        "content/faq/until.en.md",
        "+++\nquestion = \"What goes?\"\nshort_answer = \"That.\"\ntopics = [\"trade\"]\nvalid_until = 2026-11-28\n+++\n\nThat.\n",
    ),
    (
        "content/faq/spare.en.md",
        "+++\nquestion = \"In reserve?\"\nshort_answer = \"Yes.\"\nstate = \"reserve\"\n+++\n\nYes.\n",
    ),
    (
        "content/faq/many.en.md",
        "+++\nquestion = \"How many?\"\nshort_answer = \"Enough.\"\ntopics = [\"trade\", \"consular\"]\n+++\n\nEnough.\n",
    ),
    (
        "content/guide/_section.en.md",
        "+++\ntitle = \"Guide\"\nsummary = \"How things are done.\"\n+++\n\nBegin with [the first](first.en.md).\n",
    ),
    ("content/guide/_section.fr.md", "+++\ntitle = \"Guide\"\nsummary = \"Comment faire.\"\n+++\n"),
    (
        "content/guide/first.en.md",
        "+++\ntitle = \"First steps\"\norder = 1\ntopics = [\"consular\"]\n+++\n\n## Papers\n\nBring them.\n\n## Photographs\n\nTwo.[^1]\n\n## Fees\n\nNone.\n\n[^1]: In colour.\n\n::: figure src=\"map.png\" alt=\"The way\"\nBy foot.\n:::\n",
    ),
    ("content/guide/first.fr.md", "+++\ntitle = \"Premiers pas\"\n+++\n\n## Papiers\n\nApportez-les.\n"),
    (
        "content/guide/second.en.md",
        "+++\ntitle = \"Second steps\"\norder = 2\n+++\n\nThen this.\n\n::: data src=\"rates.csv\" caption=\"Rates\"\n:::\n",
    ),
    ("content/guide/second.fr.md", "+++\ntitle = \"Deuxièmes pas\"\n+++\n\nPuis cela.\n"),
    ("content/guide/rates.csv", "year,rate\n2025,1.5\n2026,2.5\n"),
    ("content/guide/third.en.md", "+++\ntitle = \"Third steps\"\norder = 5\n+++\n\nAt last.\n"),
    ("content/guide/draft.en.md", "+++\ntitle = \"Draft\"\nstate = \"draft\"\n+++\n\nNot yet.\n"),
    (
        "content/guide/gone.en.md",
        "+++\ntitle = \"Gone\"\nstate = \"gone\"\nreason = \"Nobody needs it.\"\n+++\n\nGone.\n",
    ),
    ("content/guide/travel/_section.en.md", "+++\ntitle = \"Travel\"\n+++\n"),
    (
        "content/guide/travel/visa.en.md",
        "+++\ntitle = \"Visas\"\nrelated = [\"faq/visa\"]\n+++\n\nAsk [the desk](../../contact.en.md).\n",
    ),
    ("content/guide/travel/visa.fr.md", "+++\ntitle = \"Visas\"\n+++\n\nDemandez.\n"),
    ("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n"),
    ("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n"),
    (
        "content/registers/gifts/index.en.md",
        "+++\ntitle = \"Gifts\"\nfrequency = \"quarterly\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\n+++\n\nWhat was given.\n",
    ),
    (
        "content/registers/gifts/index.fr.md",
        "+++\ntitle = \"Cadeaux\"\ncolumns = { value = \"Valeur\" }\n+++\n\nCe qui fut donné.\n",
    ),
    ("content/registers/gifts/data.csv", "id,value,who\nG1,10,Consul\nG2,20,Envoy\n"),
    ("content/registers/gifts/schema.json", SCHEMA),
];

/// The schema of a register.
pub const SCHEMA: &str = "{\"fields\":[{\"name\":\"id\"},{\"name\":\"value\",\"type\":\"number\",\"title\":\"Value\"},\
                          {\"name\":\"who\"}],\"primaryKey\":\"id\"}";

/// A template that asks by function: for a list, for a document that is not there, for an address.
const NOT_FOUND: &str = "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ t(id=\"not-found-title\") }}</h1>\n\
    <ul>{% for card in pages(section=\"guide\", limit=2) %}<li>{{ card.title }}</li>{% endfor %}</ul>\n\
    {% set wanted = page(id=\"guide/wanted\") %}{% if wanted %}<p>{{ wanted.title }}</p>{% endif %}\n\
    {% endblock main %}\n";

/// A template that draws a text, without the frame of other pages.
const MOVED: &str = "<!doctype html>\n<html lang=\"{{ page.lang }}\"><title>{{ page.title }}</title>\n\
    <p>{{ moved.url or \"\" }} {{ moved.reason or \"\" }}</p>\n\
    {% set drawn = outline(text=\"A\", sizes=[9]) %}<svg><path d=\"{{ drawn.path }}\"/></svg></html>\n";

/// site.toml.
const SITE: &str = r#"base_url = "https://www.example.org/"
timezone = "Europe/Lisbon"
compress = "off"

[institution]
name = { en = "Ministry", fr = "Ministère", ar = "الوزارة" }

[languages]
source = "en"
order = ["en", "fr", "ar"]
required = ["en"]

[licence]
name = "CC BY 4.0"
url = "https://creativecommons.org/licenses/by/4.0/"

[menu]
main = ["press", "faq", "guide", "registers", "about"]
footer = ["contact", "topics", "transparency", "feeds"]

[feeds]
authority = "example.org,2026"
items = 5

[cards]
enabled = true

[theme.parameters]
emblem = "/emblem.svg"

[security]
contact = ["mailto:security@example.org"]
expires = 2027-10-01T00:00:00Z

[csp]
hosts = [{ directive = "img-src", host = "https://maps.example", reason = { en = "Maps", fr = "Cartes", ar = "خرائط" } }]

[topics_slug]
fr = "themes"

[[contact]]
id = "press"
name = { en = "Press office", fr = "Presse", ar = "الصحافة" }
email = "press@example.org"

[[section]]
folder = "press"
kind = "statement"
page_size = 3

[[section]]
folder = "faq"
kind = "faq"
page_size = 3

[[section]]
folder = "guide"
kind = "page"

[[section]]
folder = "registers"
kind = "register"

[[topic]]
id = "trade"
name = { en = "Trade", fr = "Commerce", ar = "التجارة" }

[[topic]]
id = "consular"
name = { en = "Consular help", fr = "Aide consulaire", ar = "المساعدة" }

[[notice]]
severity = "info"
start = 2026-11-01T00:00:00
expires = 2026-11-26T00:00:00
text = { en = "Closed today.", fr = "Fermé.", ar = "مغلق." }
link = "contact"

[[notice]]
severity = "warning"
start = 2026-12-10T00:00:00
expires = 2026-12-12T00:00:00
text = { en = "Storm.", fr = "Tempête.", ar = "عاصفة." }
"#;
