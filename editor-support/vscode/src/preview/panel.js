// The pane beside the editor that shows a picture, and is drawn again when a file of the project is saved.
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { draw, title } from "../graph.js";
import { journeyAt } from "../journeys.js";
import { projectOf } from "../recognise.js";
import { page } from "./page.js";

const KIND = "filrouge.preview";
/** Files whose change may change the picture. */
const DRAWN_FROM = /\.(kdl|mjml|html|txt|md|json)$/;

export class Preview {
  constructor(context, server) {
    this.context = context;
    this.server = server;
    this.panel = undefined;
    /** What is shown, as `filrouge graph` is asked for it. */
    this.shown = undefined;
    this.running = undefined;
    this.listeners = [
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
      vscode.window.registerWebviewPanelSerializer(KIND, { deserializeWebviewPanel: (panel, state) => this.revive(panel, state) }),
    ];
  }

  /** Shows what is asked for, or the journey that the cursor is in. */
  async show(place) {
    const shown = place?.root ? place : this.atCursor();
    if (!shown) return void vscode.window.showInformationMessage("Filrouge: there is no journey here.");
    this.shown = shown;
    if (this.panel) this.panel.reveal(undefined, true);
    else this.adopt(vscode.window.createWebviewPanel(KIND, title(shown), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, this.options()));
    return this.refresh();
  }

  atCursor() {
    const editor = vscode.window.activeTextEditor;
    const root = editor && projectOf(editor.document.uri);
    const journey = editor && journeyAt(editor.document.getText(), editor.selection.active.line);
    return root && journey ? { root, journey } : undefined;
  }

  options() {
    const local = ["dist", "media"].map((folder) => vscode.Uri.joinPath(this.context.extensionUri, folder));
    return { enableScripts: true, retainContextWhenHidden: false, localResourceRoots: local };
  }

  adopt(panel) {
    this.panel = panel;
    panel.webview.options = this.options();
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, "images", "icon.png");
    const file = (...path) => panel.webview.asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, ...path)).toString();
    const nonce = randomBytes(16).toString("base64url");
    panel.webview.html = page({ nonce, source: panel.webview.cspSource, script: file("dist", "preview.js"), style: file("media", "preview.css") });
    panel.webview.onDidReceiveMessage((message) => this.told(message));
    panel.onDidDispose(() => {
      this.running?.abort();
      this.panel = undefined;
    });
  }

  /** A pane that was open when the window was closed. */
  async revive(panel, state) {
    if (!state?.shown) return panel.dispose();
    this.shown = state.shown;
    this.adopt(panel);
    return this.refresh();
  }

  saved(document) {
    const root = this.panel && projectOf(document.uri);
    if (root && root === this.shown?.root && DRAWN_FROM.test(document.uri.path)) void this.refresh();
  }

  /** Draws anew. An older run that is not done yet is given up. */
  async refresh() {
    this.running?.abort();
    const running = (this.running = new AbortController());
    const { panel, shown } = this;
    if (!panel || !shown) return;
    panel.title = title(shown);
    void panel.webview.postMessage({ kind: "drawing", shown, title: title(shown) });
    const drawn = await this.drawn(shown, running.signal);
    if (!running.signal.aborted) void panel.webview.postMessage({ kind: "drawn", shown, ...drawn });
  }

  async drawn(shown, signal) {
    if (!vscode.workspace.isTrusted) return { problem: "Pictures are drawn when the folder is trusted." };
    const { environment, path } = this.server.settings();
    return draw({ command: this.server.command() ?? path, environment }, shown, signal);
  }

  told(message) {
    if (message.kind === "ready" || message.kind === "refresh") return this.refresh();
    if (message.kind === "open") return this.open(message);
    return undefined;
  }

  /** Shows the line that a step of the picture stands at. */
  async open({ file, line }) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(`${this.shown.root}/${file}`));
    const place = new vscode.Range(line, 0, line, 0);
    const column = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { selection: place, viewColumn: column });
  }

  dispose() {
    this.running?.abort();
    this.panel?.dispose();
    for (const listener of this.listeners) listener.dispose();
  }
}

