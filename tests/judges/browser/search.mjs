// Searches a built site on its own search page, as a reader does with the keyboard, and prints what the page shows after
// each step as JSON.
//
// Usage: search.mjs FOLDER <SEARCHES
//
// SEARCHES is a JSON list of { page, steps }. A step is ["type", WORDS], ["choose", FILTER, VALUE], ["more"], ["back"] or
// ["look"].

import { readFileSync } from "node:fs";

import { serve } from "./serve.mjs";
import { launch, visit } from "./visit.mjs";

const STEPS = {
  async type(page, words) {
    await page.focus("input[name=q]");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
  },
  choose: (page, filter, value) => page.selectOption(`select[name=${filter}]`, value),
  async more(page) {
    const count = await page.locator("[data-search-results] > li").count();
    await page.press("[data-search-more]", "Enter");
    await page.waitForFunction((before) => document.querySelectorAll("[data-search-results] > li").length > before, count);
  },
  back: (page) => page.goBack(),
  look: () => {},
};

function shown() {
  const list = document.querySelector("[data-search-results]");
  const text = (element, selector) => element.querySelector(selector)?.textContent ?? "";
  return {
    address: location.pathname + location.search,
    title: document.title,
    query: document.querySelector("input[name=q]").value,
    status: text(document, "[role=status]"),
    results: [...list.children].map((item) => ({
      title: text(item, "a"),
      url: item.querySelector("a").getAttribute("href"),
      label: text(item, "[data-label]"),
      date: text(item, "[data-date]"),
      excerpt: text(item, "[data-excerpt]"),
      marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
    })),
    has_more: !document.querySelector("[data-search-more]").parentElement.hidden,
    focus: document.activeElement.getAttribute("href") ?? document.activeElement.name ?? "",
    years: [...document.querySelectorAll("select[name=year] option")].map((option) => option.value),
  };
}

const [folder] = process.argv.slice(2);
const { origin, close } = await serve(folder);
const browser = await launch();

async function search({ page: path, steps }) {
  const visited = await visit(browser, origin, { page: path });
  const { page, told } = visited;
  const after = [];
  for (const [name, ...values] of steps) {
    await STEPS[name](page, ...values);
    await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
    after.push(await page.evaluate(shown));
  }
  const { violations, shifts } = await page.evaluate(() => window.noted);
  const asked = told.requests.map((request) => request.url().replace(origin, ""));
  await visited.close();
  return { after, violations, shifts, errors: told.errors, asked };
}

const searches = [];
for (const one of JSON.parse(readFileSync(0, "utf8"))) searches.push(await search(one));
await browser.close();
close();
process.stdout.write(JSON.stringify(searches));
