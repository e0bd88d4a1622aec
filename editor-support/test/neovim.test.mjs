// The configuration of Neovim, loaded by a headless one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as always } from "node:test";
import { repository, support } from "./places.mjs";

/** What Neovim prints when it has run some Lua, with the file open. The server stays out, unless it is asked for. */
function neovim(file, lua, before = "let g:filrouge_lsp = v:false") {
  const words = ["--headless", "--clean", "-n", "--cmd", `set runtimepath^=${support}neovim`, "--cmd", before];
  words.push("-c", `lua ${lua}`, "-c", "qa!", file);
  const run = spawnSync("nvim", words, { cwd: repository, encoding: "utf8", timeout: 30_000 });
  assert.equal(run.error, undefined, "`nvim` is not there; `cargo xtask setup` installs it");
  assert.equal(run.status, 0, run.stderr);
  return run.stderr + run.stdout;
}

const isThere = spawnSync("nvim", ["--version"]).error === undefined || process.env.CI !== undefined;
const test = (name, body) => always(name, { skip: isThere ? false : "Neovim is not installed; `cargo xtask setup` installs it" }, body);

const print = (expression) => `io.stdout:write(tostring(${expression}))`;

test("files of a project are Filrouge, others are not", () => {
  assert.equal(neovim("journeys/segments.kdl", print("vim.bo.filetype")), "filrouge");
  assert.equal(neovim("filrouge.kdl", print("vim.bo.filetype")), "filrouge");
  assert.equal(neovim("examples/hello/tests.kdl", print("vim.bo.filetype")), "filrouge");
  // `folders journeys schema` leaves these to others.
  assert.notEqual(neovim("editor-support/test/minimal.kdl", print("vim.bo.filetype")), "filrouge");
  assert.notEqual(neovim("README.md", print("vim.bo.filetype")), "filrouge");
});

test("comments and indents are those of the language", () => {
  assert.equal(neovim("journeys/segments.kdl", print('vim.bo.commentstring .. vim.bo.shiftwidth .. tostring(vim.bo.expandtab)')), "// %s4true");
});

test("lenses run what they say", () => {
  const words = (name) => print(`table.concat(require("filrouge").words["filrouge.${name}"]({ root = "/p", test = "a b", journey = "j" }), "|")`);
  assert.equal(neovim("journeys/segments.kdl", words("runTest")), "test|/p|--only|a b|--journey|j");
  assert.equal(neovim("journeys/segments.kdl", words("why")), "tap|--journey|j");
  assert.equal(neovim("journeys/segments.kdl", words("runTests")), "test|/p|--journey|j");
  assert.equal(neovim("journeys/segments.kdl", print('type(vim.lsp.commands["filrouge.simulate"])')), "function");
});

test("`:FilrougeTest` is there", () => {
  assert.equal(neovim("journeys/segments.kdl", print('vim.fn.exists(":FilrougeTest")')), "2");
});

test("the server starts with a file, and says what is wrong", () => {
  const folder = mkdtempSync(join(tmpdir(), "filrouge-neovim-"));
  try {
    const minimal = readFileSync(`${support}test/minimal.kdl`, "utf8");
    writeFileSync(join(folder, "filrouge.kdl"), minimal.replace("template=hello", "template=été"));
    writeFileSync(join(folder, "notice.md"), "# Notice\n");
    const found = "#vim.diagnostic.get(0) > 0";
    const told = `vim.wait(10000, function() return ${found} end) local one = vim.diagnostic.get(0)[1] or {} ${print('one.lnum .. " " .. one.code')}`;
    const line = minimal.split("\n").findIndex((text) => text.includes("template=hello"));
    const said = neovim(join(folder, "filrouge.kdl"), told, `let g:filrouge_program = "${process.env.FILROUGE}"`);
    assert.equal(said, `${line} unresolved-name`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a program that is missing is told of once, and the rest works", () => {
  const said = neovim("journeys/segments.kdl", print("vim.bo.filetype"), 'let g:filrouge_program = "no-such-filrouge"');
  assert.match(said, /`no-such-filrouge` is not on the PATH/);
  assert.match(said, /filrouge$/);
});
