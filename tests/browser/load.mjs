// Loads pages of a built site as a first visit does, and prints what each load took as JSON: requests in their order,
// bytes as they were sent, shifts, long tasks.
//
// Usage: load.mjs FOLDER PAGE...

import { serve } from "./serve.mjs";
import { launch, visit } from "./visit.mjs";

// A task is long because of the page if there is one each time; now and then, the machine may have been busy. Long is
// what takes more than 50 ms (Long Tasks API).
const LOADS = 8;

const [folder, ...pages] = process.argv.slice(2);
const { origin, close } = await serve(folder);
const browser = await launch();

async function load(page) {
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
  return { requests, shifts: noted.shifts, tasks: noted.tasks };
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
