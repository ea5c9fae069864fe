#!/usr/bin/env python3
"""Writes the corpus of the benchmark: the same articles for Chancery and for Hugo.

A corpus of N documents is N x 6 articles: 60 % press statements, 25 % answers, 15 % pages, in six languages, with
tables, notes, code, lists and links between them. The same seed and number give the same bytes on every machine.
Titles, summaries, dates, topics and bodies are equal in both layouts; what differs is front matter and how a link
is written: Chancery's name the source file, Hugo's the address.

    corpus.py --documents 1700 --chancery DIR --hugo DIR
"""

import argparse
import datetime
import random
import shutil
import unicodedata
from pathlib import Path

import blake3
from words import (
    CODE, LANGUAGES, PLACES, QUESTION_MARKS, SECTIONS, SITE_NAME, STOPS, TOPICS, TOPICS_TITLE, WORDS,
)

HERE = Path(__file__).resolve().parent
SEED = 42
NEWEST = datetime.date(2026, 9, 30)
# Documents by size; each exists in six languages.
SIZES = {"1k": 170, "10k": 1700, "60k": 10000}


# Sentences, paragraphs, bodies

def sentence(rng, lang, count):
    """A sentence without its stop: `count` words, with a comma in the middle of a long one."""
    words = rng.choices(WORDS[lang], k=count)
    half = count // 2
    if lang == "zh":
        text = "".join(words[:half]) + "，" + "".join(words[half:]) if count > 8 else "".join(words)
    else:
        if count > 9:
            words[half] += "،" if lang == "ar" else ","
        text = " ".join(words)
    return text[0].upper() + text[1:]


def paragraph(rng, lang, count, links):
    """About `count` words in sentences; some end in strong, emphasised or linked words."""
    gap = "" if lang == "zh" else " "
    sentences, left = [], count
    while left > 0:
        size = min(left, rng.randint(7, 22))
        left -= size
        text = sentence(rng, lang, max(size, 3))
        draw = rng.random()
        if draw < 0.06:
            text += gap + "**" + sentence(rng, lang, 3) + "**"
        elif draw < 0.10:
            text += gap + "*" + sentence(rng, lang, 2) + "*"
        elif draw < 0.16:
            text += " [" + sentence(rng, lang, 2) + "](" + rng.choice(links) + ")"
        sentences.append(text + STOPS[lang])
    return gap.join(sentences)


def table(rng, lang):
    """Four columns, two of them numbers; four to ten rows."""
    rows = ["| " + " | ".join(sentence(rng, lang, 1) for _ in range(4)) + " |", "|---|---|---:|---:|"]
    for _ in range(rng.randint(4, 10)):
        names = sentence(rng, lang, 2), sentence(rng, lang, 2)
        rows.append("| %s | %s | %d | %.1f%% |" % (*names, rng.randint(1, 9999), rng.random() * 100))
    return "\n".join(rows)


def body(rng, lang, links, document):
    """300 to 900 words under three to six headings."""
    total, used, count = rng.randint(300, 900), 60, rng.randint(3, 6)
    parts = [paragraph(rng, lang, 60, links)]
    share = max(40, (total - 60) // count)
    for _ in range(count):
        if used >= total:
            break
        parts.append("## " + sentence(rng, lang, rng.randint(3, 6)))
        words = share
        if rng.random() < 0.5:
            items = [sentence(rng, lang, rng.randint(5, 12)) for _ in range(rng.randint(3, 6))]
            parts.append("\n".join("- " + item for item in items))
            words -= 40
        if rng.random() < 0.35:
            parts.append("### " + sentence(rng, lang, 3))
        while words > 0:
            size = min(words, rng.randint(40, 110))
            words -= size
            used += size
            parts.append(paragraph(rng, lang, max(size, 8), links))
        if rng.random() < 0.15:
            parts.append("> " + sentence(rng, lang, 18) + STOPS[lang])
    if document["table"]:
        parts.insert(len(parts) // 2, table(rng, lang))
    if document["note"]:
        parts[0] += "[^1]"
        parts.append("[^1]: " + sentence(rng, lang, 12) + STOPS[lang])
    if document["code"]:
        at = 1 if document["note"] else 2 * len(parts) // 3
        parts.insert(at, CODE[document["number"] % len(CODE)] % document["number"])
    return "\n\n".join(parts) + "\n"


# Documents

def documents(count):
    """What all languages of a document share: section, name, date, topics, features."""
    kinds = ["press"] * 60 + ["faq"] * 25 + ["pages"] * 15
    order, bag, found = random.Random(SEED + 1), [], []
    for number in range(count):
        if not bag:
            bag = kinds[:]
            order.shuffle(bag)
        section = bag.pop()
        rng = random.Random(SEED * 1000003 + number)
        day = number % 3650
        found.append({
            "number": number,
            "section": section,
            "stem": "%s-%06d" % ("page" if section == "pages" else section, number),
            "date": (NEWEST - datetime.timedelta(days=day)).isoformat(),
            "topics": rng.sample([topic[0] for topic in TOPICS], 2) if section == "press" else [],
            "table": rng.random() < 0.25,
            "note": rng.random() < 1 / 6,
            "code": rng.random() < 0.05,
            "place": rng.randrange(6),
            "reference": "PR/%d/%05d" % (NEWEST.year - day // 365, number),
        })
    return found


def article(document, lang):
    """Title, summary and body of a document in a language. Links stand as `«0»` to `«5»`."""
    rng = random.Random(SEED * 7919 + document["number"] * 6 + LANGUAGES.index(lang))
    title = sentence(rng, lang, rng.randint(5, 9))
    if document["section"] == "faq":
        title += QUESTION_MARKS[lang]
    summary = sentence(rng, lang, 22)
    assert len(title) <= 200 and len(summary) <= 300, (title, summary)
    return title, summary, body(rng, lang, ["«%d»" % n for n in range(6)], document)


def linked(text, document, lang, all_documents, internal):
    """Fills in the links of a body: three lead elsewhere, three to other documents."""
    number, count = document["number"], len(all_documents)
    links = ["https://www.un.org/%s/" % lang, "https://example.org/doc/%d" % (number % 977),
             "mailto:press@example.org"]
    links += [internal(all_documents[at % count], lang) for at in (number * 7 + 3, number * 13 + 5, number + 1)]
    for at, link in enumerate(links):
        text = text.replace("«%d»" % at, link)
    return text


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def file_of(fields, text=""):
    """A content file: TOML front matter, then the body."""
    lines = ["%s = %s" % (name, value) for name, value in fields if value is not None]
    return "\n".join(["+++", *lines, "+++", "", text])


def topic_list(document):
    return "[" + ", ".join(map(quoted, document["topics"])) + "]" if document["topics"] else None


# Chancery's layout

def stamp(title="", question="", summary="", short_answer="", text=""):
    """The digest of a source text that its translations bear: what `chancery stamp` writes."""
    parts = (title, question, summary, short_answer, text)
    normal = "".join(unicodedata.normalize("NFC", part.strip()) + "\0" for part in parts)
    return blake3.hexdigest(normal.encode())[:16]


def chancery_article(document, lang, title, summary, text):
    """Front matter of the document's kind. What all languages share stands in the source file alone, which is written
    first; translations bear its digest."""
    source = lang == LANGUAGES[0]
    press, faq = document["section"] == "press", document["section"] == "faq"
    fields = [
        ("question" if faq else "title", quoted(title)),
        ("short_answer" if faq else "summary", quoted(summary)),
    ]
    if source:
        fields.append(("date", document["date"]))
        fields.append(("topics", topic_list(document)))
    if press:
        fields.append(("dateline", quoted(PLACES[lang][document["place"]])))
    if press and source:
        fields.append(("reference", quoted(document["reference"])))
        fields.append(("subtype", quoted("press-release")))
        fields.append(("authority", '{ mode = "single", languages = ["en"] }'))
    if source:
        words = {"question": title, "short_answer": summary} if faq else {"title": title, "summary": summary}
        document["stamp"] = stamp(**words, text=text)
    else:
        fields.append(("translated_from", quoted(document["stamp"])))
    return file_of(fields, text)


def chancery_link(document, lang):
    return "../%s/%s.%s.md" % (document["section"], document["stem"], lang)


def per_language(words):
    return "{ " + ", ".join("%s = %s" % (lang, quoted(words[lang])) for lang in LANGUAGES) + " }"


def site_toml():
    """The settings: six languages, three sections, forty topics, and the outputs that Hugo writes too."""
    parts = [(HERE / "site.toml").read_text(encoding="utf-8").replace("@NAME@", per_language(SITE_NAME))]
    for ident, *names in TOPICS:
        parts.append("[[topic]]\nid = %s\nname = %s\n" % (quoted(ident), per_language(dict(zip(LANGUAGES, names)))))
    return "\n".join(parts)


def lay_out_chancery(root):
    """Everything but the articles."""
    (root / "site.toml").write_text(site_toml(), encoding="utf-8")
    shutil.copytree(HERE / "theme", root / "overrides", dirs_exist_ok=True)
    for folder, titles in [("", SITE_NAME), *SECTIONS.items()]:
        made_from = quoted(stamp(title=titles[LANGUAGES[0]]))
        for lang in LANGUAGES:
            fields = [("title", quoted(titles[lang])), ("translated_from", made_from if lang != LANGUAGES[0] else None)]
            file = root / "content" / folder / ("_section.%s.md" % lang)
            file.write_text(file_of(fields), encoding="utf-8")


# Hugo's layout

def hugo_article(document, lang, title, summary, text):
    """What Hugo needs in every language."""
    press = document["section"] == "press"
    return file_of([
        ("title", quoted(title)),
        ("date", document["date"]),
        ("summary", quoted(summary)),
        ("reference", quoted(document["reference"]) if press else None),
        ("place", quoted(PLACES[lang][document["place"]]) if press else None),
        ("topics", topic_list(document)),
    ], text)


def hugo_link(document, lang):
    return "/%s/%s/%s/" % (lang, document["section"], document["stem"])


def lay_out_hugo(root):
    """Everything but the articles: configuration, templates, titles of sections and topics."""
    shutil.copytree(HERE / "hugo", root, dirs_exist_ok=True)
    for at, lang in enumerate(LANGUAGES):
        titles = {"": SITE_NAME[lang], "topics": TOPICS_TITLE[lang]}
        titles |= {section: names[lang] for section, names in SECTIONS.items()}
        titles |= {"topics/" + topic[0]: topic[1 + at] for topic in TOPICS}
        for folder, title in titles.items():
            # The list of statements has a feed of its own, as in Chancery.
            outputs = '["html", "rss"]' if folder == "press" else None
            file = root / "content" / folder / ("_index.%s.md" % lang)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(file_of([("title", quoted(title)), ("outputs", outputs)]), encoding="utf-8")


def write(count, chancery=None, hugo=None):
    """Writes a corpus of `count` documents below one or both folders; returns the number of articles."""
    every = documents(count)
    roots = [root for root in (chancery, hugo) if root is not None]
    for root in roots:
        for section in SECTIONS:
            (root / "content" / section).mkdir(parents=True, exist_ok=True)
    for document in every:
        for lang in LANGUAGES:
            title, summary, text = article(document, lang)
            name = "%s.%s.md" % (document["stem"], lang)
            for root, make, link in ((chancery, chancery_article, chancery_link), (hugo, hugo_article, hugo_link)):
                if root is None:
                    continue
                filled = linked(text, document, lang, every, link)
                file = root / "content" / document["section"] / name
                file.write_text(make(document, lang, title, summary, filled), encoding="utf-8")
    if chancery is not None:
        lay_out_chancery(chancery)
    if hugo is not None:
        lay_out_hugo(hugo)
    return count * len(LANGUAGES)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, required=True, metavar="N")
    parser.add_argument("--chancery", type=Path, metavar="DIR", help="write the site for Chancery")
    parser.add_argument("--hugo", type=Path, metavar="DIR", help="write the site for Hugo")
    given = parser.parse_args()
    articles = write(given.documents, given.chancery, given.hugo)
    print("%d documents, %d articles" % (given.documents, articles))


if __name__ == "__main__":
    main()
