// The MDN HTTP Observatory as judge of answers that a local server gave. Its own scanner asks a host of the public web;
// what it does with the answers is taken from it as it is: all of its tests, its modifiers, its grades.
//
// Usage: node observatory.mjs FOLDER_OF_NODE_MODULES < answers.json
// Reads [{ "url": …, "status": …, "headers": { name: value }, "body": … }], writes [{ "grade", "score", "failed" }].
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.argv[2];
const load = (path) => import(pathToFileURL(join(modules, path)));
const own = "@mdn/mdn-http-observatory/src/";
const { Requests } = await load(own + "types.js");
const { Session } = await load(own + "retriever/session.js");
const { parseHttpEquivHeaders } = await load(own + "retriever/utils.js");
const { ALL_TESTS } = await load(own + "constants.js");
const { getGradeForScore, getScoreModifier } = await load(own + "grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await load(own + "grader/charts.js");
const { AxiosHeaders } = await load("axios/index.js");

function judged({ url, status, headers, body }) {
  const address = new URL(url);
  const plain = new URL(url);
  plain.protocol = "http:";
  const requests = new Requests(address.hostname);
  const answer = () => ({
    headers: new AxiosHeaders(headers),
    request: { headers: new AxiosHeaders() },
    status,
    statusText: "",
    verified: true,
    data: body,
    config: { headers: new AxiosHeaders() },
  });
  requests.resources.path = body;
  for (const what of ["auto", "cors", "http", "https"]) requests.responses[what] = answer();
  // Whether HTTP leads to HTTPS is not for the rules of a site to say; here it does.
  requests.responses.httpRedirects = [{ url: plain, status: 301 }, { url: address, status: 200 }];
  requests.responses.httpsRedirects = [{ url: address, status: 200 }];
  requests.responses.auto.httpEquiv = parseHttpEquivHeaders(body, address.href);
  requests.session = new Session(address);
  let [all, taken] = [100, 100];
  const failed = [];
  for (const test of ALL_TESTS) {
    const output = test(requests);
    const points = output.result ? getScoreModifier(output.result) : 0;
    all += points;
    if (points < 0) taken += points;
    if (!output.pass) failed.push(output.result);
  }
  const score = taken >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : taken;
  return { ...getGradeForScore(score), failed };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(judged)));
