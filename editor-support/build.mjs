// Bundles the extension: one file for the editor, one for the pane, and the licences of what is in them.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("vscode/", import.meta.url));
const shared = { absWorkingDir: home, bundle: true, minify: true, legalComments: "none", logLevel: "warning", metafile: true };

const editor = await build({
  ...shared,
  entryPoints: ["src/extension.js"],
  outfile: "dist/extension.js",
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
});
const pane = await build({
  ...shared,
  entryPoints: ["src/preview/browser.js"],
  outfile: "dist/preview.js",
  platform: "browser",
  target: "es2022",
  format: "iife",
});
writeFileSync(`${home}dist/third-party.txt`, notices([editor, pane]));

/** The licence of each package of which something is in the bundles. */
function notices(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = inputs.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean);
  return [...new Set(folders)].toSorted().map((folder) => notice(`${home}${folder}`)).join(`\n${"-".repeat(80)}\n\n`);
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!file) throw new Error(`${name} has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
}
