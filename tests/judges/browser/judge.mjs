// Opens pages of a built site in Chromium as readers have them, lets each check judge them, and prints what was found.
//
// Usage: judge.mjs FOLDER [CHECK]... <CASES
//
// CASES is a JSON list of { page, width, scheme, adaptation }: a path below the site's root; pixels; `light` or `dark`;
// `none`, `forced-colors`, `reduced-motion`, `large-text` or `no-script`. Without a CHECK, all of them look. Printed is a JSON list of
// { case, check, rule, text }.

import { readFileSync } from "node:fs";

import * as axe from "./checks/axe.mjs";
import * as bidi from "./checks/bidi.mjs";
import * as forcedColors from "./checks/forced_colors.mjs";
import * as keyboard from "./checks/keyboard.mjs";
import * as layout from "./checks/layout.mjs";
import * as mirror from "./checks/mirror.mjs";
import * as motion from "./checks/motion.mjs";
import * as policy from "./checks/policy.mjs";
import * as privacy from "./checks/privacy.mjs";
import * as script from "./checks/script.mjs";
import * as stability from "./checks/stability.mjs";
import { serve } from "./serve.mjs";
import { launch, visit } from "./visit.mjs";

// In the order in which they may look: those that only look, those that act, those that read what came of it all.
const CHECKS = [
  ["layout", layout],
  ["bidi", bidi],
  ["motion", motion],
  ["forced-colors", forcedColors],
  ["axe", axe],
  ["stability", stability],
  ["mirror", mirror],
  ["keyboard", keyboard],
  ["script", script],
  ["policy", policy],
  ["privacy", privacy],
];

const [folder, ...chosen] = process.argv.slice(2);
const checks = CHECKS.filter(([name]) => chosen.length === 0 || chosen.includes(name));
const cases = JSON.parse(readFileSync(0, "utf8"));
const { origin, close } = await serve(folder);
const browser = await launch();
const open = (one) => visit(browser, origin, one);

async function judge(one) {
  const findings = [];
  const visited = await open(one);
  try {
    for (const [name, { check, isFor }] of checks) {
      if (!isFor(one)) continue;
      for (const { rule, text } of await check({ ...visited, open }, one)) {
        findings.push({ case: one, check: name, rule, text });
      }
    }
  } finally {
    await visited.close();
  }
  return findings;
}

const results = new Array(cases.length);
let next = 0;
async function work() {
  while (next < cases.length) {
    const index = next++;
    results[index] = await judge(cases[index]);
  }
}
// Two at a time: while one waits for its page, the other is looked at.
await Promise.all([work(), work()]);

await browser.close();
close();
process.stdout.write(JSON.stringify(results.flat()));
