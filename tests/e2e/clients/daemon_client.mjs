// An editor beside a daemon: it waits until it is told to ask for its hints again, and prints what they say of people then.
// Arguments: the program, the folder of the project, and the address of the daemon.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node";

const [program, root, daemon] = process.argv.slice(2);
const child = spawn(program, ["lsp", "--daemon", daemon], { stdio: ["pipe", "pipe", "inherit"] });
const connection = protocol.createProtocolConnection(
  new protocol.StreamMessageReader(child.stdout),
  new protocol.StreamMessageWriter(child.stdin),
);
const refreshed = new Promise((resolve) => connection.onRequest(protocol.InlayHintRefreshRequest.type, () => resolve()));
connection.listen();

const about = (path) => ({ textDocument: { uri: pathToFileURL(join(root, path)).href } });
const everything = { range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } } };

await connection.sendRequest(protocol.InitializeRequest.type, {
  processId: process.pid,
  rootUri: pathToFileURL(root).href,
  capabilities: { workspace: { inlayHint: { refreshSupport: true } } },
});
await connection.sendNotification(protocol.InitializedNotification.type, {});
await refreshed;

const hints = [];
for (const path of ["filrouge.kdl", "journeys/été.kdl"]) {
  hints.push(...(await connection.sendRequest(protocol.InlayHintRequest.type, { ...about(path), ...everything })));
}
const people = hints.filter(({ tooltip }) => tooltip.startsWith("in the running daemon")).map(({ label }) => label);
const lenses = await connection.sendRequest(protocol.CodeLensRequest.type, about("journeys/été.kdl"));
const why = lenses.find(({ command }) => command.command === "filrouge.why").command.arguments[0].daemon;

await connection.sendRequest(protocol.ShutdownRequest.type);
await connection.sendNotification(protocol.ExitNotification.type);
console.log(JSON.stringify({ hints: people, why }));
