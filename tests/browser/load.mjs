// Loads pages of a built site as a first visit does, and prints what each load took as JSON: requests in their order,
// bytes as they were sent, shifts, long tasks.
//
// Usage: load.mjs FOLDER PAGE...

import { serve } from "./serve.mjs";
import { launch, visit } from "./visit.mjs";

// A task is long because of the page if it is long each time; once, the machine may have been busy.
const LOADS = 3;

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
  for (let time = 0; time < LOADS; time += 1) all.push(await load(page));
  const longest = all.map(({ tasks }) => Math.max(0, ...tasks));
  loads[page] = { requests: all[0].requests, shifts: all.flatMap(({ shifts }) => shifts), longest_task: Math.min(...longest) };
}
await browser.close();
close();
process.stdout.write(JSON.stringify(loads));
