// The queries for each editor on the grammar `tree-sitter-kdl`, and that grammar on every KDL file of the repository.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Language, Parser, Query } from "web-tree-sitter";
import { repository, support } from "./places.mjs";

const require = createRequire(import.meta.url);
const EDITORS = {
  neovim: `${support}neovim/queries/filrouge/`,
  helix: `${support}helix/queries/filrouge/`,
  zed: `${support}zed/languages/filrouge/`,
};
/** What the grammar takes for a mistake although KDL allows it. */
const KNOWN = [];

await Parser.init();
const kdl = await Language.load(require.resolve("tree-sitter-kdl/tree-sitter-kdl.wasm"));
const parser = new Parser();
parser.setLanguage(kdl);

const compiled = new Map();

function query(editor, name) {
  const file = `${EDITORS[editor]}${name}.scm`;
  if (!compiled.has(file)) compiled.set(file, new Query(kdl, readFileSync(file, "utf8")));
  return compiled.get(file);
}

/** What each word is coloured as: the last pattern counts. */
function colours(editor, text) {
  const found = new Map();
  const captures = query(editor, "highlights").captures(parser.parse(text).rootNode);
  const order = captures.map((capture, at) => ({ ...capture, at }));
  order.sort((one, other) => one.patternIndex - other.patternIndex || one.at - other.at);
  for (const { name, node } of order) if (!name.startsWith("_")) found.set(node.text, name);
  return found;
}

function injected(editor, text) {
  const matches = query(editor, "injections").matches(parser.parse(text).rootNode);
  const content = (match) => match.captures.find(({ name }) => name === "injection.content").node.text;
  return matches.map((match) => [match.setProperties["injection.language"], content(match)]);
}

for (const [editor, folder] of Object.entries(EDITORS)) {
  test(`every query of ${editor} fits the grammar`, () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".scm"));
    assert.ok(files.includes("highlights.scm") && files.includes("injections.scm"));
    for (const file of files) assert.ok(query(editor, file.slice(0, -4)).captureNames.length > 0, file);
  });
}

test("only predicates that all three editors know are used", () => {
  const known = ["eq?", "any-of?", "not-any-of?", "match?", "set!"];
  for (const folder of Object.values(EDITORS)) {
    for (const file of readdirSync(folder).filter((file) => file.endsWith(".scm"))) {
      const used = [...readFileSync(folder + file, "utf8").matchAll(/\(#([\w-]+[?!])/g)].map(([, name]) => name);
      assert.deepEqual(used.filter((name) => !known.includes(name)), [], file);
    }
  }
});

test("each KDL file of the repository is parsed and coloured", () => {
  const listed = execFileSync("git", ["ls-files", "*.kdl"], { cwd: repository, encoding: "utf8" }).split("\n");
  const files = listed.filter((file) => file !== "" && !file.startsWith("tests/corpus/kdl-suite"));
  assert.ok(files.length > 90, `${files.length} files`);
  const highlights = query("neovim", "highlights");
  const broken = files.filter((file) => {
    const { rootNode } = parser.parse(readFileSync(repository + file, "utf8"));
    assert.ok(highlights.captures(rootNode).length > 0, file);
    return rootNode.hasError;
  });
  assert.deepEqual(broken, KNOWN);
});

const TEXT = `event "Cart Updated" {
    label "A cart"
    value decimal min=0
    items list { sku string; }
}
journey cart {
    enter on="Cart Updated" where="event.value >= 20.0"
    split s {
        when large "entry.value > 9"
    }
    update u was="old" { points "profile.points + 1"; }
    /- send gone
    /- (note)call dropped {
        x 1
    }
}
template t { subject "Hi {{ profile.first_name }}"; text """
    {{ unsubscribe_url }}
    """; }
source s kind=webhook { event "E" { when "/type" is=a; }; }
`;

test("a query is compiled at once: some shapes of patterns take this grammar minutes", () => {
  const started = performance.now();
  for (const name of ["highlights", "injections"]) new Query(kdl, readFileSync(`${EDITORS.neovim}${name}.scm`, "utf8"));
  assert.ok(performance.now() - started < 10_000);
});

test("words are coloured by what they are", () => {
  const found = colours("neovim", TEXT);
  const told = ["journey", "cart", "enter", "where", "split", "value", "decimal", "sku", "large", '"event.value >= 20.0"', '"entry.value > 9"', '"/type"'];
  assert.deepEqual(Object.fromEntries(told.map((word) => [word, found.get(word)])), {
    journey: "keyword",
    cart: "type",
    enter: "attribute",
    where: "property",
    split: "function",
    value: "variable.member",
    decimal: "type.builtin",
    sku: "variable.member",
    large: "string",
    '"event.value >= 20.0"': "string.special",
    '"entry.value > 9"': "string.special",
    '"/type"': "string",
  });
  assert.equal(found.get("/- send gone\n"), "comment");
});

test("conditions and placeholders are injected, and nothing else", () => {
  for (const editor of Object.keys(EDITORS)) {
    const texts = injected(editor, TEXT).map(([language, text]) => [language, text.trim()]);
    assert.deepEqual(texts.toSorted(), [
      ["cel", "entry.value > 9"],
      ["cel", "event.value >= 20.0"],
      ["cel", "profile.points + 1"],
      ["jinja", "Hi {{ profile.first_name }}"],
      ["jinja", "{{ unsubscribe_url }}"],
    ]);
  }
});

test("each editor's own names are used", () => {
  const names = (editor) => query(editor, "highlights").captureNames;
  assert.ok(names("helix").includes("variable.other.member") && !names("helix").includes("property"));
  assert.ok(names("zed").includes("property") && !names("zed").includes("variable.member"));
});

test("folds, indents and the outline are where blocks are", () => {
  const { rootNode } = parser.parse(TEXT);
  assert.ok(query("neovim", "folds").captures(rootNode).some(({ node }) => node.type === "node_children"));
  assert.ok(query("helix", "indents").captures(rootNode).some(({ name }) => name === "outdent"));
  const items = query("zed", "outline").matches(rootNode).map((match) => match.captures.map(({ node }) => node).slice(1).map((node) => node.text).join(" "));
  assert.ok(items.includes("journey cart"));
  assert.ok(items.includes("split s"));
});
