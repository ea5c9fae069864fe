// Nothing moves while a page loads.

export const isFor = ({ adaptation }) => adaptation !== "no-script";

export async function check({ page }) {
  const shifts = await page.evaluate(() => window.noted.shifts);
  return shifts.map(({ value, moved }) => ({ rule: "layout-shift", text: `${value}: ${moved.join(" · ")}` }));
}
