"""Reads feeds with feedparser, as a reader's program would, and prints what it understood as JSON.

Usage: read_feeds.py FILE...
Prints an object: for each file its version, language, title, whether it is ill-formed (`bozo`) and its entries.
"""

import json
import sys

import feedparser


def read(path):
    with open(path, "rb") as file:
        feed = feedparser.parse(file.read(), sanitize_html=False, resolve_relative_uris=False)
    return {
        "version": feed.get("version", ""),
        "bozo": bool(feed.bozo),
        "why": str(feed.get("bozo_exception", "")),
        "title": feed.feed.get("title", ""),
        "language": feed.feed.get("language", ""),
        "entries": [
            {
                "id": entry.get("id", ""),
                "title": entry.get("title", ""),
                "link": entry.get("link", ""),
                "dated": entry.get("published_parsed") is not None or entry.get("updated_parsed") is not None,
                "content": (entry.get("content") or [{"value": entry.get("summary", "")}])[0]["value"],
            }
            for entry in feed.entries
        ],
    }


json.dump({path: read(path) for path in sys.argv[1:]}, sys.stdout)
