// Serves a built site from this machine as its own `_headers` says: the policy and all other headers, packed copies
// where the browser takes them, the page "not found" of the language. What `_headers` does not say is not sent.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".xml": "application/xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".pdf": "application/pdf",
};

const COPIES = [
  ["br", ".br"],
  ["gzip", ".gz"],
];

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

// The blocks of a `_headers` file: a pattern, in which `*` is anything, and its headers.
export function headerBlocks(text) {
  const blocks = [];
  for (const line of text.split("\n").filter((line) => line.trim() && !line.startsWith("#"))) {
    if (/^\s/.test(line)) {
      const [name, ...value] = line.trim().split(": ");
      blocks.at(-1).headers.push([name, value.join(": ")]);
    } else {
      const pattern = line.trim().split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
      blocks.push({ pattern: new RegExp(`^${pattern}$`), headers: [] });
    }
  }
  return blocks;
}

// Serves a folder until the process ends or `close` is called; `origin` is where.
export async function serve(folder) {
  const blocks = headerBlocks(read(join(folder, "_headers"))?.toString() ?? "");
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    for (const { pattern, headers } of blocks) {
      if (pattern.test(path)) for (const [name, value] of headers) response.appendHeader(name, value);
    }
    const notFound = [join(path.split("/")[1] ?? "", "404.html"), "404.html"];
    const wanted = path.endsWith("/") ? `${path}index.html` : path;
    for (const [name, status] of [[wanted, 200], ...notFound.map((name) => [name, 404])]) {
      const file = join(folder, normalize(`/${name}`));
      let body = read(file);
      if (body === undefined) continue;
      const accepted = (request.headers["accept-encoding"] ?? "").split(/\s*,\s*/);
      for (const [encoding, ending] of COPIES.filter(([encoding]) => accepted.includes(encoding))) {
        const copy = read(file + ending);
        if (copy === undefined) continue;
        body = copy;
        response.setHeader("Content-Encoding", encoding);
        break;
      }
      const type = TYPES[extname(name)];
      if (type && !response.hasHeader("Content-Type")) {
        const charset = type.startsWith("image/") || type.endsWith("pdf") ? "" : "; charset=utf-8";
        response.setHeader("Content-Type", type + charset);
      }
      response.setHeader("Vary", "Accept-Encoding");
      response.writeHead(status).end(request.method === "HEAD" ? undefined : body);
      return;
    }
    response.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
