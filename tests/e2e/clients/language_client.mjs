// A session of an editor with `filrouge lsp`, by the reference implementation of the protocol: every feature, with accents and
// emoji before each place. Arguments: the program, the folder of the project, and the address of a daemon. It prints the features
// that it touched.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node";

const [program, root, daemon] = process.argv.slice(2);
const child = spawn(program, ["lsp", "--stdio", "--daemon", daemon], { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((resolve) => child.on("exit", resolve));
const connection = protocol.createProtocolConnection(
  new protocol.StreamMessageReader(child.stdout),
  new protocol.StreamMessageWriter(child.stdin),
);
const touched = [];
const texts = new Map();
const waiting = new Map();
const found = new Map();

connection.onNotification(protocol.PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
  found.set(uri, diagnostics);
  waiting.get(`${uri} ${version}`)?.();
});
const watched = new Promise((resolve) => {
  connection.onRequest(protocol.RegistrationRequest.type, ({ registrations }) => resolve(registrations));
});
connection.listen();

const uriOf = (path) => pathToFileURL(join(root, path)).href;
const textOf = (path) => texts.get(path)?.text ?? readFileSync(join(root, path), "utf8");

/** The position, in UTF-16, of the mark ‸ in `words`, which stand in the text without it. */
function place(path, words) {
  const text = textOf(path);
  const start = text.indexOf(words.replace("‸", ""));
  assert.notEqual(start, -1, `${words} in ${path}`);
  const before = text.slice(0, start + words.indexOf("‸")).split("\n");
  return { textDocument: { uri: uriOf(path) }, position: { line: before.length - 1, character: before.at(-1).length } };
}

function offset(text, { line, character }) {
  return text.split("\n").slice(0, line).reduce((sum, own) => sum + own.length + 1, 0) + character;
}

const cut = (path, { start, end }) => textOf(path).slice(offset(textOf(path), start), offset(textOf(path), end));

function range(path, words) {
  const start = place(path, `‸${words}`).position;
  return { start, end: place(path, `${words}‸`).position };
}

function edited(path, edits) {
  const text = textOf(path);
  const sorted = [...edits].sort((one, other) => offset(text, other.range.start) - offset(text, one.range.start));
  const apply = (text, edit) =>
    text.slice(0, offset(text, edit.range.start)) + edit.newText + text.slice(offset(text, edit.range.end));
  return sorted.reduce(apply, text);
}

async function ask(type, params) {
  const answer = await connection.sendRequest(type, params);
  touched.push(type.method);
  return answer;
}

/** Waits for what is found in this state of a document. */
function judged(path) {
  const { version } = texts.get(path);
  return new Promise((resolve) => waiting.set(`${uriOf(path)} ${version}`, () => resolve(found.get(uriOf(path)))));
}

async function open(path) {
  texts.set(path, { version: 1, text: textOf(path) });
  const answer = judged(path);
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
    textDocument: { uri: uriOf(path), languageId: "filrouge", version: 1, text: textOf(path) },
  });
  return answer;
}

async function replace(path, words, by) {
  const change = { range: range(path, words), text: by };
  const { version, text } = texts.get(path);
  texts.set(path, { version: version + 1, text: text.replace(words, () => by) });
  const answer = judged(path);
  await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
    textDocument: { uri: uriOf(path), version: version + 1 },
    contentChanges: [change],
  });
  return answer;
}

const JOURNEY = "journeys/été.kdl";

const offered = await ask(protocol.InitializeRequest.type, {
  processId: process.pid,
  rootUri: pathToFileURL(root).href,
  workspaceFolders: [{ uri: pathToFileURL(root).href, name: "shop" }],
  capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  initializationOptions: { pages: "https://docs.example" },
});
assert.equal(offered.capabilities.positionEncoding, "utf-16");
await connection.sendNotification(protocol.InitializedNotification.type, {});
assert.equal((await watched)[0].method, "workspace/didChangeWatchedFiles");

// Diagnostics: exact behind an emoji, gone when the mistake is.
assert.deepEqual(await open(JOURNEY), []);
const [mistake] = await replace(JOURNEY, "event.value >= 20.0", "event.valeur >= 20.0");
assert.equal(cut(JOURNEY, mistake.range), "valeur");
assert.equal(mistake.code, "unknown-field");
assert.equal(mistake.codeDescription.href, "https://docs.example/rules/unknown-field.md");
touched.push("textDocument/publishDiagnostics");

// The fix of the finding leads back.
const actions = await ask(protocol.CodeActionRequest.type, {
  textDocument: { uri: uriOf(JOURNEY) },
  range: mistake.range,
  context: { diagnostics: [mistake] },
});
const fix = actions.find(({ kind }) => kind === "quickfix");
assert.match(edited(JOURNEY, fix.edit.changes[uriOf(JOURNEY)]), /event\.value >= 20\.0/);
assert.ok(actions.some(({ kind }) => kind === "source.fixAll"));
assert.deepEqual(await replace(JOURNEY, "event.valeur", "event.value"), []);

const hover = await ask(protocol.HoverRequest.type, place(JOURNEY, "'😀' != event.cart‸_id"));
assert.match(hover.contents.value, /`cart_id` of `Panier modifié`/);
assert.equal(cut(JOURNEY, hover.range), "cart_id");

await replace(JOURNEY, "'😀' != event.cart_id", "'😀' != event.");
const items = await ask(protocol.CompletionRequest.type, place(JOURNEY, "'😀' != event.‸"));
assert.deepEqual(items.items.map(({ label }) => label), ["cart_id", "value", "items"]);
const chosen = edited(JOURNEY, [items.items[0].textEdit]);
assert.match(chosen, /'😀' != event\.cart_id &&/);
assert.deepEqual(await replace(JOURNEY, "'😀' != event.", "'😀' != event.cart_id"), []);

await replace(JOURNEY, "'😀' != event.cart_id", "'😀' != event.cart_id && size(event.items) > 0");
const help = await ask(protocol.SignatureHelpRequest.type, place(JOURNEY, "&& size(‸event.items"));
assert.equal(help.signatures[help.activeSignature].label, "size(value)");

const definition = await ask(protocol.DefinitionRequest.type, place(JOURNEY, "profile.in('fid‸èles')"));
assert.equal(definition.uri, uriOf("filrouge.kdl"));
assert.equal(cut("filrouge.kdl", definition.range), "fidèles");
const places = await ask(protocol.ReferencesRequest.type, {
  ...place("filrouge.kdl", "cart‸_id string\n    value"),
  context: { includeDeclaration: true },
});
assert.deepEqual([...new Set(places.map(({ uri }) => uri))].sort(), [
  "filrouge.kdl", JOURNEY, "journeys/templates.kdl", "journeys/tests.kdl",
].map(uriOf).sort());
const marks = await ask(protocol.DocumentHighlightRequest.type, place(JOURNEY, "/* 😀 */ send rap‸pel"));
assert.deepEqual(marks.map((mark) => cut(JOURNEY, mark.range)), ["rappel", "rappel"]);

const may = await ask(protocol.PrepareRenameRequest.type, place(JOURNEY, "/* 😀 */ send rap‸pel"));
assert.equal(may.placeholder, "rappel");
const renamed = await ask(protocol.RenameRequest.type, {
  ...place(JOURNEY, "/* 😀 */ send rap‸pel"),
  newName: "relance",
});
assert.match(edited(JOURNEY, renamed.changes[uriOf(JOURNEY)]), /send relance was=rappel via=email/);
assert.match(edited("journeys/tests.kdl", renamed.changes[uriOf("journeys/tests.kdl")]), /send=relance/);
await assert.rejects(connection.sendRequest(protocol.RenameRequest.type, {
  ...place("filrouge.kdl", "/* 😀 */ event \"Pan‸ier"),
  newName: "Commande",
}), /another event is called `Commande` already/);

const symbols = await ask(protocol.DocumentSymbolRequest.type, { textDocument: { uri: uriOf(JOURNEY) } });
assert.equal(symbols[0].name, "rappel-panier");
const everywhere = await ask(protocol.WorkspaceSymbolRequest.type, { query: "fidèles" });
assert.equal(everywhere[0].name, "fidèles");

const tokens = await ask(protocol.SemanticTokensRequest.type, { textDocument: { uri: uriOf(JOURNEY) } });
assert.ok(tokens.data.length > 100 && tokens.data.length % 5 === 0);
await ask(protocol.SemanticTokensRangeRequest.type, { textDocument: { uri: uriOf(JOURNEY) }, range: range(JOURNEY, "split") });
const folds = await ask(protocol.FoldingRangeRequest.type, { textDocument: { uri: uriOf(JOURNEY) } });
assert.ok(folds.some(({ startLine }) => startLine === 1));
const hints = await ask(protocol.InlayHintRequest.type, {
  textDocument: { uri: uriOf(JOURNEY) },
  range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
});
assert.ok(hints.some(({ label }) => label === "1 day 12 hours"));
const lenses = await ask(protocol.CodeLensRequest.type, { textDocument: { uri: uriOf("journeys/tests.kdl") } });
assert.deepEqual(lenses[0].command.arguments[0], { root, test: "Léa 😀 reçoit un rappel", journey: "rappel-panier" });

await replace(JOURNEY, "wait pause for=\"1h\"", "wait   pause    for=\"1h\"");
const layout = { textDocument: { uri: uriOf(JOURNEY) }, options: { tabSize: 4, insertSpaces: true } };
const laidOut = edited(JOURNEY, await ask(protocol.DocumentFormattingRequest.type, layout));
assert.match(laidOut, /\n {4}wait pause for="1h"\n/);
await ask(protocol.DocumentRangeFormattingRequest.type, { ...layout, range: range(JOURNEY, "wait") });

// A request that is called off is answered all the same, and the session goes on.
const source = new protocol.CancellationTokenSource();
const late = connection.sendRequest(protocol.HoverRequest.type, place(JOURNEY, "/* 😀 */ se‸nd"), source.token);
source.cancel();
await late.catch((error) => assert.equal(error.code, protocol.LSPErrorCodes.RequestCancelled));
await assert.rejects(connection.sendRequest("textDocument/moniker", {}), { code: protocol.ErrorCodes.MethodNotFound });

await ask(protocol.ShutdownRequest.type);
await connection.sendNotification(protocol.ExitNotification.type);
assert.equal(await ended, 0);
console.log(JSON.stringify({ touched: [...new Set(touched)].sort() }));
