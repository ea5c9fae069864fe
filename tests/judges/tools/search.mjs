// Searches an index as a reader's browser does: with the search.js of the theme, the pagefind.js and the WebAssembly that
// stand in the site, and nothing but the site's files to fetch. Prints what each search found as JSON.
//
// Usage: search.mjs SCRIPT FOLDER BASE LANGUAGE DETAIL <SEARCHES
//
// SCRIPT is search.js, FOLDER is published at BASE. SEARCHES is a JSON list of [TERM, FILTERS]. DETAIL is `pages` for what
// the list of results says of each page, `addresses` for their addresses alone.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [script, folder, base, language, detail] = process.argv.slice(2);

globalThis.fetch = async (input) => {
  const { pathname } = new URL(input, "http://localhost");
  if (!pathname.startsWith(base)) throw new Error(`${pathname} is not in ${base}`);
  return new Response(await readFile(join(folder, decodeURIComponent(pathname.slice(base.length)))));
};

// The page that search.js fills: only that it is there.
const element = { dataset: {}, elements: {}, addEventListener: () => {} };
globalThis.document = { querySelector: () => element, documentElement: { lang: language }, title: "" };
globalThis.location = { search: "" };
globalThis.addEventListener = () => {};

const { find } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(script, "utf8"))}`);
// pagefind.js asks a page for more than that.
delete globalThis.document;
delete globalThis.location;
const pagefind = await import(pathToFileURL(join(folder, language, "pagefind", "pagefind.js")));
await pagefind.options({ basePath: `${base}${language}/pagefind/` });

const addresses = new Map();
async function address(result) {
  if (!addresses.has(result.id)) addresses.set(result.id, (await result.data()).url);
  return addresses.get(result.id);
}

async function page(result) {
  const { url, meta, excerpt, sub_results: parts } = await result.data();
  return { url, title: meta.title, excerpt, parts: parts.map((part) => part.url) };
}

const found = [];
for (const [term, filters] of JSON.parse(readFileSync(0, "utf8"))) {
  const results = await find(pagefind, term, language, filters);
  found.push({ pages: await Promise.all(results.map(detail === "pages" ? page : async (one) => ({ url: await address(one) }))) });
}
console.log(JSON.stringify(found));
