// The npm packages that tests/install brings: they stand in a folder of their own, which CHANCERY_NODE_MODULES names.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(`${process.env.CHANCERY_NODE_MODULES}/`);

// The path of a file of a package.
export const fileOf = (name) => resolve(name);

export const load = (name) => import(pathToFileURL(resolve(name)));
