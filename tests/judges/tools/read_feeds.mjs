// Reads JSON Feeds with feedsmith, as a reader's program would, and prints what it understood as JSON, in the form of
// read_feeds.py, which reads the other formats.
//
// Usage: read_feeds.mjs NODE_MODULES FILE...

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...paths] = process.argv.slice(2);
const place = createRequire(`${modules}/`).resolve("feedsmith");
const { parseFeed } = await import(pathToFileURL(place));

function read(path) {
  try {
    const { format, feed } = parseFeed(readFileSync(path, "utf8"));
    const items = feed.items ?? [];
    return {
      version: format,
      bozo: false,
      why: "",
      title: feed.title ?? "",
      language: feed.language ?? "",
      entries: items.map((item) => ({
        id: item.id ?? "",
        title: item.title ?? "",
        link: item.url ?? "",
        dated: !Number.isNaN(Date.parse(item.date_published)),
        content: item.content_html ?? "",
      })),
    };
  } catch (fault) {
    return { version: "", bozo: true, why: String(fault), title: "", language: "", entries: [] };
  }
}

process.stdout.write(JSON.stringify(Object.fromEntries(paths.map((path) => [path, read(path)]))));
