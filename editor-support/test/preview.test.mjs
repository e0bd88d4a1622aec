// The pane's page in a real browser, where one is installed: what it shows, what it refuses, where a click leads.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { page } from "../vscode/src/preview/page.js";
import { support } from "./places.mjs";

const browser = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);
const skip = browser ? false : "no Chromium is installed, so the pane was not looked at";
const files = { "/preview.js": ["text/javascript", "dist/preview.js"], "/preview.css": ["text/css", "media/preview.css"] };
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" class="filrouge-picture" viewBox="0 0 400 200" width="400" height="200">
  <style>.shape { stroke: rgb(1, 2, 3); }</style>
  <g data-file="journeys/cart.kdl" data-line="13"><rect class="shape" width="80" height="40"/></g></svg>`;
const HOSTILE = SVG.replace(
  "</svg>",
  `<script>document.title = "owned"</script><g onclick="document.title = 'owned'" id="trap"/>
   <a href="javascript:document.title='owned'" id="link"><text>x</text></a><foreignObject><iframe src="x"/></foreignObject></svg>`,
);

let server;
let origin;
let shown = "";

before(async () => {
  if (skip) return;
  assert.equal(spawnSync("node", ["build.mjs"], { cwd: support }).status, 0);
  server = createServer(({ url }, response) => {
    const [type, file] = files[url] ?? ["text/html", undefined];
    response.setHeader("content-type", type);
    response.end(file ? readFileSync(`${support}vscode/${file}`) : shown);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server?.close());

/** Shows messages in the pane, then does something; what that returns, and what the browser complained of. */
async function look(messages, act) {
  const html = page({ nonce: "N", source: origin, script: "/preview.js", style: "/preview.css" });
  const script = `window.said = []; window.refused = [];
    const html = (id) => document.getElementById(id);
    const send = () => [...${JSON.stringify(messages).replaceAll("<", "\\u003c")}, { kind: "done" }].forEach((message) => window.postMessage(message, "*"));
    const tell = (message) => (said.push(message), message.kind === "ready" && send());
    window.acquireVsCodeApi = () => ({ getState() {}, setState() {}, postMessage: tell });
    document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));
    window.addEventListener("message", ({ data }) => {
      if (data.kind === "done") setTimeout(() => { document.body.dataset.told = JSON.stringify({ told: (${act})(), refused, title: document.title }); }, 50);
    });`;
  shown = html.replace("<script ", `<script nonce="N">${script}</script>\n  <script `);
  const words = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom", `${origin}/`];
  const child = spawn(browser, words, { stdio: ["ignore", "pipe", "ignore"], timeout: 30_000 });
  let dom = "";
  for await (const data of child.stdout) dom += data;
  return JSON.parse(/data-told="([^"]*)"/.exec(dom)[1].replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

const drawn = (svg) => [{ kind: "drawing", shown: { root: "/p", journey: "cart" }, title: "cart" }, { kind: "drawn", svg }];

test("a step leads to its line, and the size changes by keys", { skip }, async () => {
  const { told, refused } = await look(
    drawn(SVG),
    `() => {
      const press = (key) => (document.dispatchEvent(new KeyboardEvent("keydown", { key })), html("size").textContent);
      const step = document.querySelector("main [data-file]");
      step.querySelector("rect").dispatchEvent(new MouseEvent("click", { bubbles: true }));
      return { said, name: html("title").textContent, role: step.getAttribute("role"), stroke: getComputedStyle(step.firstElementChild).stroke, sizes: [press("x"), press("+"), press("0"), press("-")] };
    }`,
  );
  assert.deepEqual(told.said, [{ kind: "ready" }, { kind: "open", file: "journeys/cart.kdl", line: 12 }]);
  assert.deepEqual([told.name, told.role, told.stroke], ["cart", "link", "rgb(1, 2, 3)"]);
  assert.deepEqual(told.sizes, ["100 %", "120 %", "100 %", "83 %"]);
  assert.deepEqual(refused, []);
});

test("the ground is pulled, and the size is kept under the pointer", { skip }, async () => {
  const { told } = await look(
    drawn(SVG.replaceAll("400", "4000").replaceAll('"200"', '"3000"').replace("4000 200", "4000 3000")),
    `() => {
      const stage = html("stage");
      stage.setPointerCapture = () => {};
      const point = (type, x, y) => stage.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, clientX: x, clientY: y }));
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "0" }));
      [stage.scrollLeft, stage.scrollTop] = [0, 0];
      point("pointerdown", 300, 200), point("pointermove", 100, 150), point("pointerup", 100, 150), point("pointermove", 0, 0);
      return [stage.scrollLeft, stage.scrollTop];
    }`,
  );
  assert.deepEqual(told, [200, 50]);
});

test("nothing in a picture acts", { skip }, async () => {
  const { told, title } = await look(
    drawn(HOSTILE),
    `() => {
      for (const id of ["trap", "link"]) html(id).dispatchEvent(new MouseEvent("click", { bubbles: true }));
      return [...document.querySelectorAll("main script, main iframe, main foreignObject, main [onclick], main [href]")].map((element) => element.localName);
    }`,
  );
  assert.deepEqual(told, []);
  assert.equal(title, "Picture");
});

test("a problem is told as text, above the picture that was there", { skip }, async () => {
  const problem = "error: no journey <b>cart</b>";
  const { told } = await look(
    [...drawn(SVG), { kind: "drawn", problem }],
    `() => [html("problem").textContent, html("problem").hidden, document.body.className, document.querySelectorAll("main svg").length]`,
  );
  assert.deepEqual(told, [problem, false, "stale", 1]);
});
