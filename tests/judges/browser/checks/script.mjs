// Without script a page says the same, and what folds unfolds.

export const isFor = ({ adaptation }) => adaptation === "no-script";

// The search field at the head of a page needs a script, and gives way to a link.
const words = () => {
  for (const search of document.querySelectorAll(".find, .find-link")) search.style.display = "none";
  return document.body.innerText.replace(/\s+/g, " ").trim();
};

export async function check({ page, open }, one) {
  const findings = [];
  const here = await page.evaluate(words);
  // The page that searches can't without; it then says what else there is.
  if ((await page.$("[data-search]")) === null) {
    const other = await open({ ...one, adaptation: "none" });
    const there = await other.page.evaluate(words);
    await other.close();
    if (here !== there) findings.push({ rule: "other-text", text: `${here.slice(0, 100)} … ${there.slice(0, 100)}` });
  }
  for (const summary of await page.$$("summary:visible")) {
    const isOpen = () => summary.evaluate((element) => element.parentElement.open);
    const before = await isOpen();
    await summary.press("Enter");
    if ((await isOpen()) === before) findings.push({ rule: "fold", text: await summary.innerText() });
    else await summary.press("Enter");
  }
  const toPage = "a[href^='/'][href$='/']:visible";
  const first = (await page.$(`main ${toPage}`)) ?? (await page.$(toPage));
  if (first) {
    const wanted = await first.evaluate((element) => element.href);
    await first.press("Enter");
    await page.waitForURL(wanted);
    const status = await page.evaluate(() => performance.getEntriesByType("navigation")[0].responseStatus);
    if (status !== 200) findings.push({ rule: "link", text: `${wanted} answers ${status}` });
  }
  return findings;
}
