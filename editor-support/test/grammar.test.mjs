// The grammar on real journeys, token by token, by the engine that VS Code uses.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { repository, support } from "./places.mjs";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

const GRAMMAR = `${support}vscode/syntaxes/filrouge.tmLanguage.json`;
const grammar = await load();

async function load() {
  const { buffer, byteOffset, byteLength } = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(buffer.slice(byteOffset, byteOffset + byteLength));
  const onigLib = Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  });
  const loadGrammar = async () => parseRawGrammar(readFileSync(GRAMMAR, "utf8"), GRAMMAR);
  return new Registry({ onigLib, loadGrammar }).loadGrammar("source.filrouge");
}

/** The tokens of a text: words and the scopes that they have beside the language's own. */
function tokens(text) {
  const found = [];
  let stack = INITIAL;
  for (const line of text.split("\n")) {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      found.push({ text: line.slice(startIndex, endIndex), scopes: scopes.slice(1) });
    }
    found.push({ text: "\n", scopes: [] });
  }
  return { found, depth: stack.depth };
}

function drawn(text) {
  const lines = tokens(text).found.map(({ text: words, scopes }) => {
    if (words === "\n") return "";
    const told = scopes.join(" ").replaceAll(".filrouge", "");
    return words.trim() === "" && scopes.length === 0 ? undefined : `${JSON.stringify(words)}  ${told}`;
  });
  return `${lines.filter((line) => line !== undefined).join("\n").replaceAll(/\n{3,}/g, "\n\n").trim()}\n`;
}

/** The scopes of the first token that reads so. */
function scopesOf(text, words) {
  const token = tokens(text).found.find((token) => token.text.trim() === words);
  assert.ok(token, `no token \`${words}\` in ${JSON.stringify(tokens(text).found.map((token) => token.text))}`);
  return token.scopes.join(" ");
}

for (const name of ["cart-abandonment", "templates", "tests", "odds"]) {
  test(`scopes of ${name} are as they were`, () => {
    const [source, expected] = [`${support}test/scopes/${name}.kdl`, `${support}test/scopes/${name}.txt`];
    const real = { "cart-abandonment": "journey", templates: "templates", tests: "tests" }[name];
    const file = real ? `${repository}journeys/cart-abandonment/${real}.kdl` : source;
    const scopes = drawn(readFileSync(file, "utf8"));
    if (process.env.FILROUGE_UPDATE_SCOPES) writeFileSync(expected, scopes);
    assert.equal(scopes, readFileSync(expected, "utf8"), "run with FILROUGE_UPDATE_SCOPES=1 and look at the difference");
  });
}

test("conditions are coloured in every place that holds one, and only there", () => {
  const inside = (text, words) => scopesOf(text, words).includes("meta.embedded.expression");
  assert.ok(inside('journey j { enter on="E" where="event.value > 2"; }', "value"));
  assert.ok(inside('journey j { split s { when w "entry.value > 2"; }; }', "entry"));
  assert.ok(inside('journey j { update u { points "profile.points + 1"; }; }', "profile"));
  assert.ok(inside('journey j { send s via=email { with left="profile.points"; }; }', "points"));
  assert.ok(inside('journey j { fetch f from=c path="carts/{entry.cart_id}/x"; }', "cart_id"));
  assert.ok(inside('segment s when=#"profile.plan == "pro""#', "plan"));
  assert.ok(inside('segment s when="""\n  profile.plan\n  """', "plan"));
  assert.ok(!inside('source s kind=webhook { event "E" { when "/type" is="a"; }; }', "/type"));
  assert.ok(!inside('journey j { wait w until="09:30"; }', "09:30"));
  assert.ok(!inside('journey j { update u was="profile" { x 1; }; }', "profile"));
  assert.ok(!inside('template t { text "now"; }', "now"));
});

test("placeholders are coloured in texts", () => {
  assert.match(scopesOf("template t { subject \"Hi {{ profile.first_name | default('you') }}\"; }", "default"), /support\.function\.filter/);
  assert.match(scopesOf('template t { text "{% for x in entry.items %}{{ x.sku }}"; }', "for"), /keyword\.control/);
  assert.match(scopesOf('template t { text file="a.txt"; }', "a.txt"), /^string\.quoted\.double/);
});

test("a word is one only where it may stand", () => {
  assert.match(scopesOf("journey j", "journey"), /storage\.type\.declaration/);
  assert.match(scopesOf("journey j { send s; }", "send"), /keyword\.control\.step/);
  assert.match(scopesOf("send s", "send"), /entity\.name\.tag/);
  assert.match(scopesOf("event E { email email?; }", "email?"), /support\.type/);
  assert.match(scopesOf("event E { send string; }", "send"), /variable\.other\.member/);
  assert.match(scopesOf("profile { id user_id string; }", "user_id"), /variable\.other\.member/);
  assert.match(scopesOf("profile { id user_id string; }", "string"), /support\.type/);
  assert.match(scopesOf('segment s when="profile.in(\'x\') || 1 in [1]"', "in"), /support\.function/);
});

test("what is commented out and what is broken ends where it should", () => {
  const after = (text) => scopesOf(`${text}\nsegment x`, "segment");
  for (const text of ["/- journey j {\n  a \"}\"\n}", "a /-{ b; }", 'a "open', "a \\ // x\n  b", "/* /* */ */", 'a #"x"#', "a {\n}\n"]) {
    assert.match(after(text), /^storage\.type/, text);
  }
});

test("every file of the repository ends outside of everything", () => {
  const { depth } = tokens("");
  for (const file of repositoryKdl()) assert.equal(tokens(readFileSync(file, "utf8")).depth, depth, file);
});

function repositoryKdl() {
  const { execFileSync } = require("node:child_process");
  const listed = execFileSync("git", ["ls-files", "journeys", "examples", "filrouge.kdl"], { cwd: repository, encoding: "utf8" });
  const files = listed.split("\n").filter((file) => file.endsWith(".kdl"));
  assert.ok(files.length > 50);
  return files.map((file) => repository + file);
}
