// An editor without a window: as much of VS Code's interface as the extension touches, and what was done with it.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);

/** Whatever else a library asks of the editor when it is loaded. */
const anything = () => new Proxy(function () {}, { get: (_, name) => (name === "prototype" ? {} : anything()), construct: () => ({}), apply: () => anything() });

class Uri {
  constructor(scheme, path) {
    Object.assign(this, { scheme, path, fsPath: path });
  }
  static file = (path) => new Uri("file", path);
  static parse = (text) => new Uri("file", text.replace(/^file:\/\//, ""));
  static joinPath = (base, ...parts) => new Uri(base.scheme, [base.path, ...parts].join("/"));
  toString = () => `${this.scheme}://${this.path}`;
}

/** A document of a text. */
export function document(path, text, languageId = "plaintext") {
  const lines = text.split("\n");
  return { uri: Uri.file(path), languageId, getText: () => text, lineAt: (line) => ({ text: lines[line] }) };
}

/** An editor with settings, in which nothing is open yet. */
export function host(settings = {}) {
  const did = { warnings: [], told: [], languages: [], tasks: [], panels: [], edits: [], shown: [], commands: new Map(), log: [] };
  const listeners = { opened: [], saved: [] };
  const listen = (name) => (listener) => (listeners[name].push(listener), disposable);
  const disposable = { dispose() {} };
  const get = (section) => (key, otherwise) => settings[`${section}.${key}`] ?? otherwise;
  const own = {
    Uri,
    ViewColumn: { One: 1, Beside: -2 },
    TaskScope: { Workspace: 2 },
    TaskRevealKind: { Always: 1 },
    TaskPanelKind: { Shared: 1 },
    Range: class {
      constructor(...places) {
        this.places = places;
      }
    },
    CodeLens: class {
      constructor(range, command) {
        Object.assign(this, { range, command });
      }
    },
    ProcessExecution: class {
      constructor(process, args, options) {
        Object.assign(this, { process, args, options });
      }
    },
    Task: class {
      constructor(definition, scope, name, source, execution) {
        Object.assign(this, { name, execution });
      }
    },
    commands: { registerCommand: (name, run) => (did.commands.set(name, run), disposable), executeCommand: async () => {} },
    languages: {
      setTextDocumentLanguage: async (document, language) => void did.languages.push([document.uri.path, language]),
      registerCodeLensProvider: (_, provider) => ((did.lenses = provider), disposable),
    },
    tasks: { executeTask: async (task) => void did.tasks.push(task) },
    workspace: {
      isTrusted: true,
      textDocuments: [],
      workspaceFolders: undefined,
      getConfiguration: (section) => ({ get: get(section) }),
      onDidOpenTextDocument: listen("opened"),
      onDidSaveTextDocument: listen("saved"),
      onDidChangeConfiguration: () => disposable,
      onDidGrantWorkspaceTrust: () => disposable,
      openTextDocument: async (uri) => document(uri.path, readFileSync(uri.path, "utf8")),
    },
    window: {
      activeTextEditor: undefined,
      visibleTextEditors: [],
      createOutputChannel: () => ({ warn: (line) => did.log.push(line), error: (line) => did.log.push(line), show() {}, dispose() {} }),
      showWarningMessage: async (message) => void did.warnings.push(message),
      showInformationMessage: async (message) => void did.told.push(message),
      showTextDocument: async (document, options) => void did.shown.push([document.uri.path, options.selection.places[0]]),
      registerWebviewPanelSerializer: () => disposable,
      createWebviewPanel: (kind, title) => panel(did, title),
    },
  };
  return { did, listeners, vscode: new Proxy(own, { get: (_, name) => own[name] ?? anything() }) };
}

function panel(did, title) {
  const made = { title, posted: [], reveal() {}, dispose() {}, onDidDispose() {} };
  made.webview = {
    cspSource: "https://editor",
    asWebviewUri: (uri) => `https://editor${uri.path}`,
    postMessage: async (message) => void made.posted.push(message),
    onDidReceiveMessage: (listener) => (made.tell = listener),
  };
  did.panels.push(made);
  return made;
}

/** Loads the bundle beside an editor, and starts it. */
export async function start(code, { vscode }) {
  const module = { exports: {} };
  const required = (name) => (name === "vscode" ? vscode : require(name));
  new Function("module", "exports", "require", code)(module, module.exports, required);
  const context = { subscriptions: [], extensionUri: vscode.Uri.file("/extension") };
  await module.exports.activate(context);
  return { context, deactivate: module.exports.deactivate };
}
