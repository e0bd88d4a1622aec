// Files of a project are Filrouge, whatever else the editor takes `.kdl` for; other `.kdl` files are left alone.
import { existsSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import { MARKER, belongs, rootOf } from "./project.js";

/** Looks at each file that is opened, and at those that are open; once, so that whoever chooses otherwise has the last word. */
export function recogniseFiles() {
  const seen = new Set();
  for (const document of vscode.workspace.textDocuments) recognise(document, seen);
  return [vscode.workspace.onDidOpenTextDocument((document) => recognise(document, seen))];
}

/** The root of the project that a document lies in, as a path. */
export function projectOf(uri) {
  return uri.scheme === "file" ? rootOf(slashed(uri.fsPath), existsSync) : undefined;
}

function recognise(document, seen) {
  const { uri, languageId } = document;
  if (languageId === "filrouge" || !uri.path.endsWith(".kdl") || seen.has(uri.toString())) return;
  if (!vscode.workspace.getConfiguration("filrouge", uri).get("recognise")) return;
  const root = projectOf(uri);
  if (root === undefined || !belongs(slashed(uri.fsPath), root, markerOf(root))) return;
  seen.add(uri.toString());
  void vscode.languages.setTextDocumentLanguage(document, "filrouge");
}

function markerOf(root) {
  try {
    return readFileSync(`${root}/${MARKER}`, "utf8");
  } catch {
    return "";
  }
}

function slashed(path) {
  return path.replaceAll("\\", "/");
}
