// Loads pages of a built site as a first visit does, and prints what each load took as JSON: requests in their order,
// bytes as they were sent, shifts, long tasks.
//
// Usage: load.mjs FOLDER PAGE...

import { serve } from "./serve.mjs";
import { launch, visit } from "./visit.mjs";

// A task is long because of the page if there is one each time; now and then, the machine may have been busy. Long is
// what takes more than 50 ms (Long Tasks API).
const LOADS = 8;

// How many milliseconds the machine takes for a layout of 1,200 cells on which the limit was set. One that is slower, or
// busy with other things at the moment, has tasks in proportion.
const REFERENCE = 20;

const [folder, ...pages] = process.argv.slice(2);
const { origin, close } = await serve(folder);
const browser = await launch();

function reference() {
  const row = "<tr>" + "<td>Six words stand in this cell".repeat(6);
  const took = [];
  for (let turn = 0; turn < 5; turn++) {
    const table = document.createElement("table");
    table.innerHTML = row.repeat(200);
    const start = performance.now();
    document.body.append(table);
    table.offsetHeight;
    took.push(performance.now() - start);
    table.remove();
  }
  return took.sort((a, b) => a - b)[2];
}

const blank = await (await browser.newContext()).newPage();
await blank.goto("about:blank");

async function load(page) {
  const before = await blank.evaluate(reference);
  const visited = await visit(browser, origin, { page });
  // What a page does of its own accord, it does now.
  await visited.page.waitForTimeout(250);
  const noted = await visited.page.evaluate(() => window.noted);
  const requests = [];
  for (const request of visited.told.requests) {
    const response = await request.response();
    const sizes = response && (await request.sizes());
    requests.push({
      path: request.url().replace(origin, ""),
      type: request.resourceType(),
      encoding: response?.headers()["content-encoding"] ?? "",
      bytes: sizes?.responseBodySize ?? 0,
    });
  }
  await visited.close();
  const slowness = Math.max(1, (before + (await blank.evaluate(reference))) / 2 / REFERENCE);
  const tasks = noted.tasks.map((task) => Math.round(task / slowness)).filter((task) => task > 50);
  return { requests, shifts: noted.shifts, tasks };
}

const loads = {};
for (const page of pages) {
  const all = [];
  do all.push(await load(page));
  while (all.length < LOADS && all.at(-1).tasks.length > 0);
  const longest = Math.max(0, ...all.at(-1).tasks);
  loads[page] = { requests: all[0].requests, shifts: all.flatMap(({ shifts }) => shifts), longest_task: longest };
}
await browser.close();
close();
process.stdout.write(JSON.stringify(loads));
