// Searches the index of the page's language in the reader's browser. Pagefind finds; this fills the page: what was
// searched for stands in the address, how much was found is announced, ten results at a time.

const STEP = 10;
const FILTERS = ["kind", "topic", "year"];

const form = document.querySelector("[data-search]");
const status = document.querySelector("[data-search-status]");
const list = document.querySelector("[data-search-results]");
const more = document.querySelector("[data-search-more]");
const template = document.querySelector("[data-search-result]");
const words = form.dataset;
const { lang } = document.documentElement;
const title = document.title;

let loading;
let latest = 0;
let rest = [];

// Fetches the program and what it needs, once; again where that failed.
function load() {
  loading ??= start().catch((fault) => {
    loading = undefined;
    throw fault;
  });
  return loading;
}

async function start() {
  const pagefind = await import(`${words.search}pagefind.js`);
  await pagefind.options({ excerptLength: 30, excerptEllipsis: "…" });
  const { year = {} } = await pagefind.filters();
  const years = Object.keys(year).sort().reverse();
  form.elements.year?.append(...years.map((value) => new Option(digits(value), value)));
  return pagefind;
}

const digits = (text) => text.replace(/\d/g, (digit) => [...words.digits][digit]);

function say(text = "", query = "", number = 0) {
  const values = { "{query}": query, "{n}": digits(String(number)) };
  status.textContent = text.replace(/\{\w+\}/g, (name) => values[name]);
}

// The text of an excerpt, with what was found in it marked. It is told as HTML, and never taken for it. Where it begins
// with the title, which stands above it, that is left out.
function excerpt(html, title) {
  const TEXT = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#39;": "'", "&amp;": "&" };
  const parts = html.split(/<\/?mark>/).map((part) => part.replace(/&(?:lt|gt|quot|#x27|#39|amp);/g, (name) => TEXT[name]));
  const whole = parts.join("");
  let skipped = whole.startsWith(title) ? title.length + whole.slice(title.length).match(/^[.。\s]*/)[0].length : 0;
  return parts.flatMap((part, index) => {
    const text = part.slice(skipped);
    skipped = Math.max(0, skipped - part.length);
    if (index % 2 === 0 || !text) return isolated(text);
    const mark = document.createElement("mark");
    mark.append(...isolated(text));
    return mark;
  });
}

// In a text from right to left, what is written from left to right without a letter: telephone numbers, dates.
const RIGHT_TO_LEFT = document.documentElement.dir === "rtl";
const ISOLATED = /(\+\d[\d ()\u00a0-]*\d|\d+(?:-\d+)+)/;

function isolated(text) {
  if (!RIGHT_TO_LEFT) return [text];
  return text.split(ISOLATED).map((part, index) => {
    if (index % 2 === 0) return part;
    const bdi = document.createElement("bdi");
    bdi.dir = "ltr";
    bdi.textContent = part;
    return bdi;
  });
}

function entry({ url, meta, excerpt: html }) {
  const item = template.content.cloneNode(true);
  const link = item.querySelector("a");
  link.href = url;
  link.textContent = meta.title;
  item.querySelector("[data-label]").textContent = meta.label;
  item.querySelector("[data-date]").textContent = meta.date ?? "";
  const mark = item.querySelector("[data-standing]");
  mark.textContent = meta.standing ?? "";
  mark.hidden = !meta.standing;
  item.querySelector("[data-excerpt]").append(...excerpt(html, meta.title));
  return item;
}

// Shows the next results.
async function show(run) {
  const next = await Promise.all(rest.slice(0, STEP).map((result) => result.data()));
  if (run !== latest) return;
  rest = rest.slice(STEP);
  list.append(...next.map(entry));
  more.parentElement.hidden = rest.length === 0;
}

// Searches for what the form says.
async function search() {
  latest += 1;
  const run = latest;
  const query = form.elements.q.value.trim();
  document.title = query ? `${query} – ${title}` : title;
  list.replaceChildren();
  list.ariaBusy = Boolean(query);
  more.parentElement.hidden = true;
  if (!query) return say();
  say(words.busy);
  try {
    const pagefind = await load();
    const chosen = FILTERS.map((name) => [name, form.elements[name]?.value]).filter(([, value]) => value);
    const { results } = await pagefind.search(query, { filters: Object.fromEntries(chosen) });
    if (run !== latest) return;
    rest = results;
    await show(run);
    const category = new Intl.PluralRules(lang).select(results.length);
    if (run === latest) say(results.length ? (words[category] ?? words.other) : words.none, query, results.length);
  } catch (fault) {
    console.warn(fault);
    if (run === latest) say(words.failed);
  }
  if (run === latest) list.ariaBusy = false;
}

// Fills the form from the address, and searches for it.
async function restore() {
  const asked = new URLSearchParams(location.search);
  form.elements.q.value = asked.get("q") ?? "";
  list.ariaBusy = asked.has("q");
  // The years are known when the index is.
  if (asked.has("year")) await load().catch(() => {});
  for (const name of FILTERS) if (form.elements[name]) form.elements[name].value = asked.get(name) ?? "";
  await search();
}

function submit() {
  const asked = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
  const address = new URL(form.action);
  address.search = new URLSearchParams(asked);
  if (address.href !== location.href) history.pushState(null, "", address);
  search();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener("change", ({ target }) => {
  if (target.name !== "q" && form.elements.q.value.trim()) submit();
});
// While a reader types, the program comes.
form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
more.addEventListener("click", async () => {
  const first = list.children.length;
  await show(latest);
  list.children[first]?.querySelector("a").focus();
});
addEventListener("popstate", restore);
if (location.search) restore();
