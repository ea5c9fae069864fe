// Searches an index as a reader's browser does: with the pagefind.js and the WebAssembly that stand in the site, and
// nothing but the site's files to fetch. Prints what each search found as JSON.
//
// Usage: search.mjs FOLDER BASE LANGUAGE [TERM, FILTERS]... (as JSON; FOLDER is published at BASE)

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, base, language, ...searches] = process.argv.slice(2);

globalThis.fetch = async (input) => {
  const { pathname } = new URL(input, "http://localhost");
  if (!pathname.startsWith(base)) throw new Error(`${pathname} is not in ${base}`);
  return new Response(await readFile(join(folder, decodeURIComponent(pathname.slice(base.length)))));
};

const pagefind = await import(pathToFileURL(join(folder, language, "pagefind", "pagefind.js")));
await pagefind.options({ basePath: `${base}${language}/pagefind/` });

const found = [];
for (const search of searches) {
  const [term, filters] = JSON.parse(search);
  const { results, filters: counts } = await pagefind.search(term, { filters });
  const data = await Promise.all(results.map((result) => result.data()));
  found.push({
    pages: data.map(({ url, meta, sub_results: parts }) => ({
      url,
      title: meta.title,
      parts: parts.map((part) => part.url),
    })),
    counts,
  });
}
console.log(JSON.stringify(found));
