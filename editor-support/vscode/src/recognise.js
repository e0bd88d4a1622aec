// Files of a project are Filrouge, whatever else the editor takes `.kdl` for; other `.kdl` files are left alone.
import { existsSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import { MARKER, belongs, rootOf } from "./project.js";

/** Looks at each file that is opened, and at those that are open. */
export function recogniseFiles() {
  for (const document of vscode.workspace.textDocuments) recognise(document);
  return [vscode.workspace.onDidOpenTextDocument(recognise)];
}

/** The root of the project that a document lies in, as a path. */
export function projectOf(uri) {
  return uri.scheme === "file" ? rootOf(slashed(uri.fsPath), existsSync) : undefined;
}

function recognise(document) {
  const { uri, languageId } = document;
  if (languageId === "filrouge" || !uri.path.endsWith(".kdl")) return;
  if (!vscode.workspace.getConfiguration("filrouge", uri).get("recognise")) return;
  const root = projectOf(uri);
  if (root === undefined || !belongs(slashed(uri.fsPath), root, markerOf(root))) return;
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
