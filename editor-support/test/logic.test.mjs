// What the extension decides without an editor: projects, journeys, programs, sizes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { draw, outcome, title, words } from "../vscode/src/graph.js";
import { journeyAt, journeys, testAt } from "../vscode/src/journeys.js";
import { nodes } from "../vscode/src/kdl.js";
import { page } from "../vscode/src/preview/page.js";
import { place } from "../vscode/src/preview/picture.js";
import { bounded, fitted, kept, natural, stepped } from "../vscode/src/preview/zoom.js";
import { belongs, chosenFolders, rootOf } from "../vscode/src/project.js";
import { locate, missing, program } from "../vscode/src/server.js";
import { toggled } from "../vscode/src/slashdash.js";
import { simulateWords, tapWords, testWords, whyWords } from "../vscode/src/words.js";
import { filrouge, repository } from "./places.mjs";

const names = (text) => nodes(text).map((node) => `${"  ".repeat(node.depth)}${node.name}(${node.args.join(",")})@${node.line}-${node.end}`);

test("nodes, arguments and blocks are told apart", () => {
  const text = 'journey cart priority=2 {\n    wait pause for="1h"; send "a b" via=email {\n        on skipped\n    }\n}\nsegment été\n';
  assert.deepEqual(names(text), [
    "journey(cart)@0-4",
    "  wait(pause)@1-1",
    "  send(a b)@1-3",
    "    on(skipped)@2-2",
    "segment(été)@5-5",
  ]);
});

test("braces in strings and comments open nothing", () => {
  const text = 'a "}{" #"{"{"# // {\n/* { /* } */ { */ b """\n  {\n  """ c\nd \\\n  e\n';
  assert.deepEqual(names(text), ['a(}{,{"{)@0-0', "b(\n  {\n  ,c)@1-1", "d(e)@4-4"]);
});

test("what is taken out by /- is not there", () => {
  assert.deepEqual(names("/- a { b; }\nc /-x=1 /-{ d; } e\n/-\nf { g; }\nh"), ["c(e)@1-1", "h()@4-4"]);
});

test("a text that is being written gives what can be told", () => {
  assert.deepEqual(names('a { b "open\nc {'), ["a()@0-1", "  b(open)@0-0", "  c()@1-1"]);
  assert.deepEqual(names("} } x"), ["x()@0-0"]);
  assert.deepEqual(names('= = {'), []);
});

const TEXT = `segment s when="true"
journey first { }
journey second {
    send hello
}
test "of the first" journey=first {
    expect no-send
}
`;

test("the cursor's journey is the one around it, or that of its test, or the first", () => {
  assert.deepEqual(journeys(TEXT), ["first", "second"]);
  assert.equal(journeyAt(TEXT, 3), "second");
  assert.equal(journeyAt(TEXT, 6), "first");
  assert.equal(journeyAt(TEXT, 0), "first");
  assert.equal(journeyAt("template t", 0), undefined);
  assert.equal(testAt(TEXT, 6), "of the first");
  assert.equal(testAt(TEXT, 3), undefined);
});

test("a project is the nearest folder upwards with a filrouge.kdl", () => {
  const exists = (path) => ["/home/lea/shop/filrouge.kdl", "/home/lea/shop/inner/filrouge.kdl"].includes(path);
  assert.equal(rootOf("/home/lea/shop/journeys/cart.kdl", exists), "/home/lea/shop");
  assert.equal(rootOf("/home/lea/shop/inner/a/b.kdl", exists), "/home/lea/shop/inner");
  assert.equal(rootOf("/home/lea/other.kdl", exists), undefined);
  assert.equal(rootOf("C:/shop/a.kdl", (path) => path === "C:/shop/filrouge.kdl"), "C:/shop");
});

test("other tools' folders, hidden files and folders that are not chosen stay what they are", () => {
  const chooses = "project p { folders journeys schema; }";
  assert.deepEqual(chosenFolders(chooses), ["journeys", "schema"]);
  assert.equal(belongs("/p/journeys/a/b.kdl", "/p", chooses), true);
  assert.equal(belongs("/p/filrouge.kdl", "/p", chooses), true);
  assert.equal(belongs("/p/layouts/zellij.kdl", "/p", chooses), false);
  assert.equal(belongs("/p/layouts/any.kdl", "/p", "project p"), true);
  assert.equal(belongs("/p/node_modules/x/a.kdl", "/p", ""), false);
  assert.equal(belongs("/p/.config/a.kdl", "/p", ""), false);
});

test("the program is looked up on the path, or taken where it is said to be", () => {
  const files = new Set(["/bin/filrouge", "/shop/tools/filrouge", "C:/x/filrouge.EXE"]);
  const runs = (path) => files.has(path);
  assert.equal(locate(program("filrouge", "/shop"), { PATH: "/usr/bin:/bin" }, false, runs), "/bin/filrouge");
  assert.equal(locate(program("./tools/filrouge", "/shop"), { PATH: "/bin" }, false, runs), "/shop/tools/filrouge");
  assert.equal(locate(program(" ", undefined), { PATH: "/bin" }, false, runs), "/bin/filrouge");
  assert.equal(locate("filrouge", { Path: "C:/x", PATHEXT: ".COM;.EXE" }, true, runs), "C:/x/filrouge.EXE");
  assert.equal(locate("/no/filrouge", { PATH: "/bin" }, false, runs), undefined);
  assert.match(missing("filrouge"), /`filrouge` is not on the PATH/);
  assert.match(missing("/no/filrouge"), /no program at `\/no\/filrouge`/);
});

test("a node is taken out and put back", () => {
  const apply = (line) => {
    const change = toggled(line);
    return change && line.slice(0, change.at) + change.insert + line.slice(change.at + change.remove);
  };
  assert.equal(apply("    send a"), "    /-send a");
  assert.equal(apply("    /- send a"), "    send a");
  for (const line of ["", "   ", "// a", "  }"]) assert.equal(apply(line), undefined);
});

test("a picture is asked for by name, and what went wrong is told in the program's words", () => {
  assert.deepEqual(words({ root: "/p", journey: "cart" }), ["graph", "/p", "--journey", "cart", "--format", "svg"]);
  assert.deepEqual(words({ root: "/p" }), ["graph", "/p", "--format", "svg"]);
  assert.deepEqual(words({ root: "/p", data: true }), ["graph", "/p", "--data", "--format", "svg"]);
  assert.deepEqual([{ journey: "cart" }, {}, { data: true }].map(title), ["cart", "Who triggers whom", "Where data goes"]);
  assert.deepEqual(outcome(null, "<?xml version='1.0'?>\n<svg></svg>\n", ""), { svg: "<svg></svg>" });
  assert.deepEqual(outcome({ code: 1 }, "", "error: no journey `x`\n"), { problem: "error: no journey `x`" });
  assert.match(outcome({ code: "ENOENT" }, "", "").problem, /is not there/);
  assert.match(outcome({ killed: true }, "", "").problem, /within 20 seconds/);
  assert.match(outcome(null, "", "").problem, /drew nothing/);
});

test("sizes stay within bounds, and what is under the pointer stays there", () => {
  assert.equal(bounded(100), 8);
  assert.equal(bounded(Number.NaN), 1);
  assert.ok(Math.abs(stepped(stepped(1, 5), -3) - 1) < 1e-9);
  assert.equal(fitted({ width: 400, height: 1000 }, { width: 800, height: 500 }), 0.5);
  assert.equal(fitted({ width: 40, height: 10 }, { width: 800, height: 500 }), 1);
  assert.equal(kept(100, 50, 1, 2), 250);
  assert.deepEqual(natural({ width: "120", height: "80px", viewBox: "0 0 1 1" }), { width: 120, height: 80 });
  assert.deepEqual(natural({ width: "100%", height: null, viewBox: "0 0 300 200" }), { width: 300, height: 200 });
  assert.deepEqual(natural({}), { width: 800, height: 600 });
});

test("a place in the picture is a line of a file", () => {
  assert.deepEqual(place({ file: "a.kdl", line: "12" }), { file: "a.kdl", line: 11 });
  assert.deepEqual(place({ file: "a.kdl", line: "x" }), { file: "a.kdl", line: 0 });
});

test("the page runs its own script and nothing else", () => {
  const html = page({ nonce: "N1", source: "https://editor", script: "https://editor/p.js", style: "https://editor/p.css" });
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
  assert.match(policy, /^default-src 'none'; script-src 'nonce-N1';/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  assert.equal(html.match(/<script/g).length, html.match(/<script nonce="N1"/g).length);
  assert.doesNotMatch(html, /\son\w+=|style="/);
});

test("lenses and the palette call the program with the words that it knows", () => {
  assert.deepEqual(testWords({ root: "/p", test: "a b", journey: "j" }), ["test", "/p", "--only", "a b", "--journey", "j"]);
  assert.deepEqual(testWords({ root: "/p", journey: "j" }), ["test", "/p", "--journey", "j"]);
  assert.deepEqual(testWords({ root: "/p" }), ["test", "/p"]);
  assert.equal(testWords(undefined), undefined);
  assert.deepEqual(simulateWords({ root: "/p", journey: "j" }), ["test", "/p", "--journey", "j", "--coverage"]);
  assert.deepEqual(tapWords({ root: "/p", journey: "j" }), ["tap", "--journey", "j"]);
  const daemon = ["--url", "http://daemon.example"];
  assert.deepEqual(tapWords({ root: "/p", journey: "j", daemon }), ["tap", "--journey", "j", "--url", "http://daemon.example"]);
  assert.equal(simulateWords({ root: "/p" }), undefined);
  assert.deepEqual(whyWords("email=lea@example.com"), ["why", "email=lea@example.com"]);
});

test("the program takes those words", () => {
  const project = `${repository}examples/hello`;
  const named = filrouge(...testWords({ root: project, test: "welcomed, once", journey: "welcome" }));
  assert.equal(named.code, 0, named.out);
  const lived = filrouge(...simulateWords({ root: project, journey: "welcome" }));
  assert.equal(lived.code, 0, lived.out);
  for (const words of [tapWords({ journey: "j" }), whyWords("email=a@b.example")]) {
    assert.doesNotMatch(filrouge(...words, "--url", "http://127.0.0.1:9").out, /unexpected argument|Usage/);
  }
});

test("the program draws what the pane asks for, with places to click on", async () => {
  const server = { command: process.env.FILROUGE, environment: {} };
  const { signal } = new AbortController();
  const { svg } = await draw(server, { root: repository, journey: "cart-abandonment" }, signal);
  const lines = readFileSync(`${repository}journeys/cart-abandonment/journey.kdl`, "utf8").split("\n");
  const places = [...svg.matchAll(/data-file="([^"]+)" data-line="(\d+)"/g)].map(([, file, line]) => place({ file, line }));
  assert.ok(places.some(({ file, line }) => file === "journeys/cart-abandonment/journey.kdl" && lines[line].includes("send reminder ")));
  assert.match(svg, /^<svg [^>]*class="filrouge-picture"/, "the colours of the theme go by this class");
  const { problem } = await draw(server, { root: repository, journey: "no-such-journey" }, signal);
  assert.match(problem, /no-such-journey/);
  for (const shown of [{ root: repository }, { root: repository, data: true }]) assert.ok((await draw(server, shown, signal)).svg);
});
