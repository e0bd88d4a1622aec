// The extension as a file that can be installed: packed without a network, and looked into.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { repository, support } from "./places.mjs";

const folder = mkdtempSync(join(tmpdir(), "filrouge-package-"));
const file = join(folder, "filrouge.vsix");
after(() => rmSync(folder, { recursive: true }));
// No proxy leads anywhere: whatever asks the network fails.
const env = { ...process.env, HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", npm_config_offline: "true" };
execFileSync("node", ["package.mjs", file], { cwd: support, env, stdio: "pipe" });
const packed = unzip(readFileSync(file));

/** The entries of a zip file, by its central directory. */
function unzip(data) {
  const entries = new Map();
  const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [data.readUInt16LE(at + 10), data.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => data.readUInt16LE(at + offset));
    const local = data.readUInt32LE(at + 42);
    const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    const content = data.subarray(start, start + size);
    entries.set(data.toString("utf8", at + 46, at + 46 + name), method === 8 ? inflateRawSync(content) : content);
    at += 46 + name + extra + comment;
  }
  return entries;
}

test("it holds what it needs and nothing else", () => {
  assert.deepEqual([...packed.keys()].toSorted(), [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/dist/extension.js",
    "extension/dist/preview.js",
    "extension/dist/third-party.txt",
    "extension/images/file-dark.svg",
    "extension/images/file-light.svg",
    "extension/images/icon.png",
    "extension/language-configuration.json",
    "extension/media/preview.css",
    "extension/package.json",
    "extension/readme.md",
    "extension/snippets/filrouge.json",
    "extension/syntaxes/filrouge.tmLanguage.json",
  ]);
});

test("it is small", () => {
  assert.ok(statSync(file).size < 400_000, `${statSync(file).size} bytes`);
});

test("every file that the manifest names is in it", () => {
  const manifest = JSON.parse(packed.get("extension/package.json"));
  const { contributes, icon, main } = manifest;
  const named = [icon, main, ...contributes.languages.flatMap(({ configuration, icon: { light, dark } }) => [configuration, light, dark])];
  named.push(...contributes.grammars.map(({ path }) => path), ...contributes.snippets.map(({ path }) => path));
  for (const path of named) assert.ok(packed.has(`extension/${path.replace("./", "")}`), path);
  assert.equal(manifest.license, "Apache-2.0");
  assert.equal(packed.get("extension/LICENSE.txt").toString(), readFileSync(`${repository}LICENSE`, "utf8"));
});

test("every command of the manifest is registered, and nothing is downloaded", () => {
  const manifest = JSON.parse(packed.get("extension/package.json"));
  const code = packed.get("extension/dist/extension.js").toString();
  for (const { command } of manifest.contributes.commands) assert.ok(code.includes(`"${command}"`), command);
  for (const lens of ["filrouge.runTest", "filrouge.runTests", "filrouge.simulate", "filrouge.why"]) {
    assert.ok(code.includes(`"${lens}"`), lens);
  }
  const own = ["extension", "client", "commands", "graph", "recognise", "server", "words", "preview/panel", "preview/browser"];
  for (const name of own) assert.doesNotMatch(readFileSync(`${support}vscode/src/${name}.js`, "utf8"), /https?:\/\/|fetch\(/, name);
});

test("what others wrote comes with its licence", () => {
  const notices = packed.get("extension/dist/third-party.txt").toString();
  const heads = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+ \((.+)\)$/gm)].map(([, name, license]) => [name, license]);
  assert.ok(heads.some(([name]) => name === "vscode-languageclient"));
  const allowed = ["MIT", "ISC", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];
  assert.deepEqual(heads.filter(([, license]) => !allowed.includes(license)), []);
});

test("settings that start a program wait for a trusted folder", () => {
  const { capabilities, contributes } = JSON.parse(packed.get("extension/package.json"));
  const starts = Object.keys(contributes.configuration.properties).filter((name) => name.startsWith("filrouge.server."));
  assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), starts.toSorted());
});
