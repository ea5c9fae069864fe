// Nothing moves while a page loads.

export const isFor = ({ adaptation }) => adaptation !== "no-script";

const shifts = ({ page }) => page.evaluate(() => window.noted.shifts);

export async function check({ page, open }, one) {
  if ((await shifts({ page })).length === 0) return [];
  // A busy machine may draw half a page before it has read the rest: what the page itself moves, it moves again.
  const again = await open(one);
  await again.page.waitForTimeout(300);
  const found = await shifts(again);
  await again.close();
  return found.map(({ value, moved }) => ({ rule: "layout-shift", text: `${value}: ${moved.join(" · ")}` }));
}
