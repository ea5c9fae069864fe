// Lets Lighthouse score pages of a built site, and prints its scores (0 to 100) and what failed as JSON.
//
// Usage: lighthouse.mjs FOLDER PAGE...

import { createServer } from "node:net";

import { load } from "./packages.mjs";
import { serve } from "./serve.mjs";
import { launch } from "./visit.mjs";

// Lighthouse comes in by a port of its own.
async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

const [folder, ...pages] = process.argv.slice(2);
const { default: lighthouse } = await load("lighthouse");
const { origin, close } = await serve(folder);
const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`]);

const scores = {};
for (const page of pages) {
  const options = {
    port,
    output: "json",
    logLevel: "error",
    onlyCategories: ["accessibility", "best-practices", "performance", "seo"],
    // The machine as it is: a slow line is not what is judged here.
    throttlingMethod: "provided",
    disableFullPageScreenshot: true,
  };
  const { lhr } = await lighthouse(`${origin}/${page}`, options);
  const failed = Object.values(lhr.categories).filter(({ id }) => id !== "performance").flatMap(({ id, auditRefs }) =>
    auditRefs.filter((audit) => audit.weight > 0).map((audit) => lhr.audits[audit.id]).filter(({ score }) => score !== null && score < 1).map(({ id: audit, title, details }) => {
      return `${id}/${audit}: ${title} ${JSON.stringify(details?.items ?? []).slice(0, 300)}`;
    }),
  );
  const whole = Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]);
  scores[page] = { ...Object.fromEntries(whole), failed, error: lhr.runtimeError?.message ?? "" };
}
await browser.close();
close();
process.stdout.write(JSON.stringify(scores));
