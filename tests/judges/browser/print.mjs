// Prints pages of a built site as PDF files on A4.
//
// Usage: print.mjs FOLDER [PAGE FILE]...

import { serve } from "./serve.mjs";
import { launch, visit } from "./visit.mjs";

const [folder, ...rest] = process.argv.slice(2);
const { origin, close } = await serve(folder);
const browser = await launch();
for (let at = 0; at < rest.length; at += 2) {
  const visited = await visit(browser, origin, { page: rest[at] });
  await visited.page.pdf({ path: rest[at + 1], format: "A4" });
  await visited.close();
}
await browser.close();
close();
