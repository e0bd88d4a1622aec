// The extension as it is packed, in an editor without a window.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { document, host, start } from "./host.mjs";
import { repository, support } from "./places.mjs";

const manifest = JSON.parse(readFileSync(`${support}vscode/package.json`, "utf8"));
const shop = repository.replace(/\/$/, "");
const journey = `${repository}journeys/cart-abandonment/journey.kdl`;
let code;

before(() => {
  assert.equal(spawnSync("node", ["build.mjs"], { cwd: support }).status, 0);
  code = readFileSync(`${support}vscode/dist/extension.js`, "utf8");
});

/** An editor whose server is not there, unless the settings name one. */
async function editor(settings = {}, trusted = true) {
  const made = host({ "filrouge.recognise": true, "filrouge.server.path": "no-such-filrouge", ...settings });
  made.vscode.workspace.isTrusted = trusted;
  await start(code, made);
  return made;
}

function opened(made, path, line = 0) {
  const text = readFileSync(path, "utf8");
  made.vscode.window.activeTextEditor = { document: document(path, text, "filrouge"), selection: { active: { line } }, selections: [{ start: { line } }] };
  return made.vscode.window.activeTextEditor;
}

async function until(holds) {
  for (let left = 200; left > 0 && !holds(); left -= 1) await new Promise((done) => setTimeout(done, 50));
  assert.ok(holds());
}

test("every command of the manifest and of the lenses is registered", async () => {
  const { did } = await editor();
  const promised = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual([...did.commands.keys()].toSorted(), promised.toSorted());
});

test("a server that is missing is told of, and the rest works", async () => {
  const { did, listeners } = await editor();
  assert.equal(did.warnings.length, 1);
  assert.match(did.warnings[0], /`no-such-filrouge` is not on the PATH/);
  for (const listener of listeners.opened) listener(document(journey, ""));
  assert.deepEqual(did.languages, [[journey, "filrouge"]]);
});

test("nothing is started in a folder that is not trusted", async () => {
  const { did } = await editor({}, false);
  assert.deepEqual(did.warnings, []);
});

test("only files of projects become Filrouge", async () => {
  const { did, listeners } = await editor();
  const open = (path, language) => listeners.opened.forEach((listener) => listener(document(path, "", language)));
  open(`${repository}tests/corpus/kdl-suite/x.kdl`);
  open(`${repository}journeys/notices/marketing.md`);
  open("/tmp/elsewhere.kdl", "kdl");
  open(`${repository}journeys/segments.kdl`, "kdl");
  open(`${repository}examples/hello/tests.kdl`);
  assert.deepEqual(did.languages.map(([path]) => path.slice(repository.length)), ["journeys/segments.kdl", "examples/hello/tests.kdl"]);
});

test("who takes a file for something else has the last word", async () => {
  const { did, listeners } = await editor();
  for (const language of ["plaintext", "kdl"]) for (const listener of listeners.opened) listener(document(journey, "", language));
  assert.equal(did.languages.length, 1);
});

test("recognising can be switched off", async () => {
  const { did, listeners } = await editor({ "filrouge.recognise": false });
  for (const listener of listeners.opened) listener(document(journey, ""));
  assert.deepEqual(did.languages, []);
});

test("a lens and the cursor run the same test", async () => {
  const made = await editor({ "filrouge.server.path": process.execPath }, false);
  const file = `${repository}journeys/cart-abandonment/tests.kdl`;
  const line = readFileSync(file, "utf8").split("\n").findIndex((line) => line.startsWith("test "));
  opened(made, file, line + 1);
  await made.did.commands.get("filrouge.runTest")();
  const [task] = made.did.tasks;
  assert.deepEqual([task.execution.process, task.execution.options.cwd], [process.execPath, shop]);
  assert.deepEqual(task.execution.args.slice(0, 3), ["test", shop, "--only"]);
  await made.did.commands.get("filrouge.runTest")({ root: shop, test: task.execution.args[3], journey: "cart-abandonment" });
  assert.deepEqual(made.did.tasks[1].execution.args, [...task.execution.args, "--journey", "cart-abandonment"]);
});

test("above each journey there is a lens to its picture", async () => {
  const { did } = await editor();
  const [lens] = did.lenses.provideCodeLenses(document(journey, readFileSync(journey, "utf8")));
  assert.deepEqual(lens.command, { title: "picture", command: "filrouge.preview", arguments: [{ root: shop, journey: "cart-abandonment" }] });
});

test("the pane says what went wrong, follows saves of its project, and leads to lines", async () => {
  const made = await editor();
  opened(made, journey, 3);
  await made.did.commands.get("filrouge.preview")();
  const [pane] = made.did.panels;
  assert.equal(pane.title, "cart-abandonment");
  assert.match(pane.webview.html, /default-src 'none'/);
  assert.match(pane.posted.at(-1).problem, /is not there/);
  const before = pane.posted.length;
  for (const listener of made.listeners.saved) listener(document("/tmp/elsewhere.kdl", ""));
  assert.equal(pane.posted.length, before);
  for (const listener of made.listeners.saved) listener(document(`${repository}journeys/segments.kdl`, ""));
  await until(() => pane.posted.length === before + 2);
  await pane.tell({ kind: "open", file: "journeys/cart-abandonment/journey.kdl", line: 12 });
  assert.deepEqual(made.did.shown, [[journey, 12]]);
});

test("the pane also shows all journeys, and where data goes", async () => {
  const made = await editor();
  opened(made, `${repository}journeys/segments.kdl`);
  for (const [command, title] of [["filrouge.previewAll", "Who triggers whom"], ["filrouge.previewData", "Where data goes"]]) {
    await made.did.commands.get(command)();
    assert.equal(made.did.panels[0].title, title);
  }
  assert.equal(made.did.panels.length, 1);
});

test("where there is no journey, that is said", async () => {
  const made = await editor();
  opened(made, `${repository}journeys/segments.kdl`);
  await made.did.commands.get("filrouge.preview")();
  assert.deepEqual(made.did.told, ["Filrouge: there is no journey here."]);
});

test("a node is taken out at the cursor", async () => {
  const made = await editor();
  const active = opened(made, journey, 2);
  const edits = [];
  active.edit = async (change) => change({ replace: (range, text) => edits.push([range.places, text]) });
  await made.did.commands.get("filrouge.toggleSlashdash")();
  assert.deepEqual(edits, [[[2, 4, 2, 4], "/-"]]);
});
