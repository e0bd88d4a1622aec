// The server, started as the editors start it, and what it expects of them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { repository, support } from "./places.mjs";

const rpc = createRequire(import.meta.url)("vscode-jsonrpc/node");
const root = repository.replace(/\/$/, "");
let connection;
let server;

before(async () => {
  server = spawn(process.env.FILROUGE, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  connection = rpc.createMessageConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
  connection.listen();
  const rootUri = pathToFileURL(root).toString();
  await connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities: {}, workspaceFolders: [{ uri: rootUri, name: "shop" }] });
  await connection.sendNotification("initialized", {});
});
after(async () => {
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  connection.dispose();
});

/** What the server answers about a file of the reference project. */
async function ask(method, file) {
  const uri = pathToFileURL(`${repository}${file}`).toString();
  const text = readFileSync(`${repository}${file}`, "utf8");
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "filrouge", version: 1, text } });
  return connection.sendRequest(method, { textDocument: { uri } });
}

test("every lens that the server sends is known to VS Code and to Neovim", async () => {
  const files = ["journeys/cart-abandonment/journey.kdl", "journeys/cart-abandonment/tests.kdl"];
  const lenses = (await Promise.all(files.map((file) => ask("textDocument/codeLens", file)))).flat();
  const sent = new Set(lenses.map(({ command: { command } }) => command));
  assert.ok(sent.has("filrouge.runTest"), [...sent].join(", "));
  const registered = JSON.parse(readFileSync(`${support}vscode/package.json`, "utf8")).contributes.commands.map(({ command }) => command);
  const lua = readFileSync(`${support}neovim/lua/filrouge.lua`, "utf8");
  for (const command of sent) {
    assert.ok(registered.includes(command), `${command} in VS Code`);
    assert.ok(lua.includes(`["${command}"]`), `${command} in Neovim`);
  }
  for (const { command } of lenses) assert.equal(command.arguments[0].root, root);
});

test("the places of lenses are those that the extension reads itself", async () => {
  const { nodes } = await import("../vscode/src/kdl.js");
  const file = "journeys/cart-abandonment/tests.kdl";
  const lenses = await ask("textDocument/codeLens", file);
  const tests = nodes(readFileSync(`${repository}${file}`, "utf8")).filter(({ name, depth }) => name === "test" && depth === 0);
  const told = lenses.map(({ range, command }) => [range.start.line, command.arguments[0].test]);
  assert.deepEqual(told, tests.map(({ line, args }) => [line, args[0]]));
});
