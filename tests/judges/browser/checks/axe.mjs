// axe-core: WCAG 2.0 to 2.2 at levels A and AA, and best practices.

import { readFileSync } from "node:fs";

import { fileOf } from "../packages.mjs";

const source = readFileSync(fileOf("axe-core/axe.min.js"), "utf8");

const OPTIONS = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  // The one rule of WCAG 2.2, which is off by default.
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  // It would fetch style sheets again; those of the site can be read as they are.
  preload: false,
};

export const isFor = ({ adaptation }) => adaptation !== "no-script";

export async function check({ page }) {
  await page.evaluate(source);
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), OPTIONS);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ rule: id, text: `${html.slice(0, 200)} ${failureSummary}` })),
  );
}
