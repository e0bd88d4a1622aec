// Validates the policies of a file against a schema, as `cedar validate` does: its own engine, compiled to WebAssembly.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");
const [schema, policies] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
const answer = cedar.validate({ schema, policies: { staticPolicies: policies } });
if (answer.type !== "success" || answer.validationErrors.length > 0) {
  console.error(JSON.stringify(answer).slice(0, 2000));
  process.exit(1);
}
