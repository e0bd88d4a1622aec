// Each snippet, expanded as an editor does, is part of a project in which `filrouge` finds nothing to say.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodes } from "../vscode/src/kdl.js";
import { filrouge, support } from "./places.mjs";

const snippets = JSON.parse(readFileSync(`${support}vscode/snippets/filrouge.json`, "utf8"));
const minimal = readFileSync(`${support}test/minimal.kdl`, "utf8");

/** The words that stand in a journey, in a test, and at the top of a file: a snippet is put where its word belongs. */
const IN_JOURNEY = ["enter", "exit", "goal", "wait", "wait-until", "send", "split", "experiment", "parallel", "repeat", "approve", "update", "emit", "fetch", "end"];
const IN_TEST = ["at", "after", "expect"];

/** What is said of a part alone: nobody uses it yet, or there are two journeys where there would be one. */
const OF_A_PART = /^(unused|unread)-|^rival-journeys$/;

/** The text of a snippet with its defaults: `${1:x}`, `${2|a,b|}`, `$3`, `$0`. */
function expanded(body) {
  const known = new Map();
  const text = body.join("\n").replaceAll("\t", "    ");
  const filled = text.replaceAll(/\$\{(\d+):((?:\\.|[^}\\])*)\}|\$\{(\d+)\|([^|]*)\|\}|\$(\d+)/g, (_, number, words, choice, choices, again) => {
    if (again !== undefined) return again === "0" ? "" : (known.get(again) ?? assert.fail(`$${again} has no default`));
    const value = (words ?? choices.split(",")[0]).replaceAll(/\\(.)/g, "$1");
    known.set(number ?? choice, value);
    return value;
  });
  // A line that only holds the last place of the cursor is typed over.
  return filled.split("\n").filter((line) => line.trim() !== "").join("\n");
}

function placed(text) {
  const [{ name }] = nodes(text);
  const indented = text.replaceAll(/^/gm, "    ");
  if (IN_JOURNEY.includes(name)) return journeyWith(indented, name);
  if (IN_TEST.includes(name)) return testWith(text, indented);
  return text;
}

/** A journey has one way in. What comes in front of the steps is put there. */
function journeyWith(indented) {
  return `journey host {
    purpose marketing
    enter on="Cart Updated" key="event.cart_id"
${indented}
}`;
}

function testWith(text, indented) {
  const begins = '    at "2026-05-01T10:00" {\n        event "Cart Updated" cart_id=c0 value=80.0\n    }\n';
  const later = text.startsWith("expect") ? `    after "1h" {\n${indented.replaceAll(/^/gm, "    ")}\n    }` : indented;
  return `test "of a snippet" journey=cart {
    given {
        profile email="lea@example.com"
        granted marketing via=email
    }
${text.startsWith("at") ? "" : begins}${later}
}`.replace("        granted", text.startsWith("after") ? "        refused" : "        granted");
}

/** The project, less what the snippet declares itself. */
function project(text) {
  const lines = minimal.split("\n");
  const own = nodes(text).filter((node) => node.depth === 0);
  // A segment asks for a field of the profile that the snippet's has not.
  if (own.some(({ name }) => name === "profile")) own.push({ name: "segment", args: ["asleep"] });
  const isOwn = (node) => own.some(({ name, args }) => name === node.name && (["project", "profile"].includes(name) || args[0] === node.args[0]));
  for (const node of nodes(minimal).filter((node) => node.depth === 0 && isOwn(node))) {
    for (let line = node.line; line <= node.end; line += 1) lines[line] = undefined;
  }
  return `${lines.filter((line) => line !== undefined).join("\n").replaceAll(/\n{2,}/g, "\n\n").trim()}\n`;
}

for (const [title, { prefix, body, description }] of Object.entries(snippets)) {
  test(`${prefix}: ${title}`, () => {
    assert.ok(description.endsWith("."), "it says what it is for");
    const text = placed(expanded(body));
    const folder = mkdtempSync(join(tmpdir(), "filrouge-snippet-"));
    try {
      writeFileSync(join(folder, "filrouge.kdl"), project(text));
      writeFileSync(join(folder, "notice.md"), "# Notice\n");
      writeFileSync(join(folder, "snippet.kdl"), `${text}\n`);
      const checked = filrouge("check", "--format", "json", folder);
      assert.equal(checked.code, 0, `${text}\n${checked.out}`);
      const told = JSON.parse(checked.out).diagnostics.map(({ rule }) => rule).filter((rule) => !OF_A_PART.test(rule));
      assert.deepEqual(told, [], text);
      const laidOut = filrouge("fmt", "--check", folder);
      assert.equal(laidOut.code, 0, `${text}\n${laidOut.out}`);
      if (nodes(text)[0].name === "test") {
        const tested = filrouge("test", folder);
        assert.equal(tested.code, 0, `${text}\n${tested.out}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test("prefixes are distinct", () => {
  const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
  assert.equal(new Set(prefixes).size, prefixes.length);
});
