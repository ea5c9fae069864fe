// One Chromium, and pages opened in it as a reader has them: a width, a colour scheme, what they adapt.

import { load } from "./packages.mjs";

const HEIGHT = 800;

// The browser speaks to nobody but the site: its own errands are switched off.
const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export async function launch(more = []) {
  const { default: playwright } = await load("playwright-core");
  // Its data folder is fresh, and goes with it.
  return playwright.chromium.launch({ executablePath: process.env.CHANCERY_CHROMIUM, args: [...SWITCHES, ...more] });
}

// Runs in the page before all else: notes what only the page itself is told.
function note() {
  const noted = { violations: [], shifts: [], tasks: [] };
  Object.defineProperty(window, "noted", { value: noted });
  addEventListener("securitypolicyviolation", (event) => {
    noted.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber}`);
  });
  const observe = (type, use) => {
    new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({ type, buffered: true });
  };
  observe("layout-shift", (entry) => {
    const moved = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent?.slice(0, 80));
    if (!entry.hadRecentInput) noted.shifts.push({ value: entry.value, moved });
  });
  observe("longtask", (entry) => noted.tasks.push(Math.round(entry.duration)));
}

// Opens a page of a site as a case says: { page, width, scheme, adaptation }. What is returned is to be closed.
export async function visit(browser, origin, { page: path, width = 1280, scheme = "light", adaptation = "none" }) {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    colorScheme: scheme,
    forcedColors: adaptation === "forced-colors" ? "active" : "none",
    reducedMotion: adaptation === "reduced-motion" ? "reduce" : "no-preference",
    javaScriptEnabled: adaptation !== "no-script",
  });
  await context.addInitScript(note);
  const page = await context.newPage();
  if (adaptation === "large-text") {
    // What a reader sets in the browser, twice the usual: media queries in `em` see it as well.
    const session = await context.newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  }
  const told = { requests: [], errors: [] };
  page.on("request", (request) => told.requests.push(request));
  page.on("pageerror", (error) => told.errors.push(String(error)));
  page.on("console", (message) => {
    // Violations of the policy are told to the page itself.
    const isPolicy = /Content[ -]Security[ -]Policy/i.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isPolicy) told.errors.push(message.text());
  });
  const response = await page.goto(`${origin}/${path}`, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // What a page says it still waits for.
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  return { context, page, origin, told, status: response.status(), close: () => context.close() };
}
