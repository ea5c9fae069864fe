// Searches the index of the page's language in the reader's browser. Pagefind finds; this fills the page: what was
// searched for stands in the address, how much was found is announced, ten results at a time.
//
// Words are also searched for in other forms than they were typed in (`forms`), since readers leave out or add what their
// language joins to a word. The index knows the parts of such words: src/render/search/parts.rs puts a MARK between them.

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

const MARK = /`/g;

// Articles and conjunctions that lose a vowel before a word: l’ambassade, qu’elle, dell’ambasciata.
const ELIDED = /(?<!\p{L})(?:\p{L}{1,2}|\p{L}*qu|[ds]?[ae]ll|un)['’ʼ‘´](?=\p{L})/giu;
// What Arabic writes together with the word after it (and, so; in, like, for): before an article, where it can be nothing
// else, and before any word.
const JOINED = [/(?<!\p{L})[وف]?[بك]?(?=(?:ال|لل)\p{L}{2})/gu, /(?<!\p{L})(?:[وف][بكل]?|[بكل])(?=\p{L}{3})/gu];
// A word without its article, whose first letter the stemmer may take for such a conjunction.
const WITHOUT_ARTICLE = /(?<!\p{L})(?!ال|لل)(?=\p{L}{4})/gu;
const MOST = 8;

// What is written without spaces, by twos: the browser may part a sentence into other words than the index did.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{3,}/gu;

function byTwos(run) {
  const letters = [...run];
  return letters.slice(1).map((letter, index) => letters[index] + letter).join(" ");
}

// The forms in which to search for what a reader typed: the first as typed, but for width, apostrophes and hyphens.
export function forms(query, lang) {
  const typed = query.normalize("NFKC").replace(/[‐‑‒–]/g, "-");
  // Between quotation marks, readers mean it.
  if (typed.includes('"')) return [typed];
  const found = new Set([typed.replace(ELIDED, "")]);
  const add = (change) => found.forEach((form) => found.size < MOST && found.add(change(form)));
  if (/\p{L}-\p{L}/u.test(typed)) add((form) => form.replace(/(\p{L})-(?=\p{L})/gu, "$1 "));
  if (/^ar\b/.test(lang)) {
    for (const joined of JOINED) add((form) => form.replace(/\p{M}|ـ/gu, "").replace(joined, ""));
    add((form) => form.replace(WITHOUT_ARTICLE, "ال"));
    add((form) => form.replace(/ه(?!\p{L})/gu, "ة"));
    add((form) => form.replace(/[يى](?!\p{L})/gu, (letter) => (letter === "ي" ? "ى" : "ي")));
  }
  add((form) => form.replace(UNSPACED, byTwos));
  return [...found];
}

// Finds what any of the forms finds, the best first; without words, all pages of the chosen kind, topic and year.
export async function find(pagefind, query, lang, filters) {
  const searches = (query ? forms(query, lang) : [null]).map((form) => pagefind.search(form, { filters }));
  const best = new Map();
  for (const { results } of await Promise.all(searches)) {
    for (const result of results) if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

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
  const parts = html.replace(MARK, "").split(/<\/?mark>/).map((part) => part.replace(/&(?:lt|gt|quot|#x27|#39|amp);/g, (name) => TEXT[name]));
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
  const chosen = FILTERS.map((name) => [name, form.elements[name]?.value]).filter(([, value]) => value);
  const isAsked = Boolean(query || chosen.length);
  document.title = query ? `${query} – ${title}` : title;
  list.replaceChildren();
  list.ariaBusy = isAsked;
  more.parentElement.hidden = true;
  if (!isAsked) return say();
  say(words.busy);
  try {
    const pagefind = await load();
    const results = await find(pagefind, query, lang, Object.fromEntries(chosen));
    if (run !== latest) return;
    rest = results;
    await show(run);
    const category = results.length ? new Intl.PluralRules(lang).select(results.length) : "none";
    const all = query ? "" : "All";
    if (run === latest) say(words[category + all] ?? words[`other${all}`], query, results.length);
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
  list.ariaBusy = ["q", ...FILTERS].some((name) => asked.get(name));
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
  if (target.name !== "q") submit();
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
