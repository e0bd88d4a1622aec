// The lens that leads to the picture; the others come from the server.
import * as vscode from "vscode";
import { nodes } from "./kdl.js";
import { projectOf } from "./recognise.js";

/** Puts `picture` above each journey. */
export function registerPictureLens() {
  return vscode.languages.registerCodeLensProvider({ scheme: "file", language: "filrouge" }, { provideCodeLenses });
}

function provideCodeLenses(document) {
  const root = projectOf(document.uri);
  if (!root) return [];
  const isJourney = ({ name, depth, args }) => name === "journey" && depth === 0 && args.length > 0;
  return nodes(document.getText()).filter(isJourney).map((node) => lens(root, node));
}

function lens(root, { line, args: [journey] }) {
  const command = { title: "picture", command: "filrouge.preview", arguments: [{ root, journey }] };
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}
