// What a text says about journeys and tests, without asking the server.
import { nodes } from "./kdl.js";

/** The names of the journeys that a text declares, in order. */
export function journeys(text) {
  return declared(text, "journey").map((node) => node.args[0]);
}

/** The journey that a line belongs to: the one around it, the one that its test is about, or the first of the text. */
export function journeyAt(text, line) {
  const around = nodes(text).find((node) => node.depth === 0 && node.line <= line && line <= node.end);
  if (around?.name === "journey") return around.args[0];
  const tested = around?.name === "test" ? journeyOfTest(text, around) : undefined;
  return tested ?? journeys(text)[0];
}

/** The name of the test around a line. */
export function testAt(text, line) {
  return declared(text, "test").find((node) => node.line <= line && line <= node.end)?.args[0];
}

function declared(text, word) {
  return nodes(text).filter((node) => node.depth === 0 && node.name === word && node.args.length > 0);
}

function journeyOfTest(text, node) {
  const head = text.split("\n")[node.line] ?? "";
  return /\bjourney="?([^\s"{};]+)/.exec(head)?.[1];
}
