// The language server as a process: found, started, stopped, and told about.
import { accessSync, constants, statSync } from "node:fs";
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
import { locate, missing, program } from "./server.js";

/** Templates and schemas of projects, in which the server finds something, too. */
const TEMPLATES = "**/*.{mjml,html,txt,json}";

export class Server {
  constructor(context) {
    this.context = context;
    this.output = vscode.window.createOutputChannel("Filrouge", { log: true });
    this.client = undefined;
    context.subscriptions.push(vscode.workspace.onDidChangeConfiguration((change) => this.configured(change)));
  }

  /** How `filrouge` is called, by the settings. */
  settings() {
    const settings = vscode.workspace.getConfiguration("filrouge.server");
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    return {
      path: program(settings.get("path", "filrouge"), folder),
      arguments: settings.get("arguments", []),
      environment: settings.get("environment", {}),
    };
  }

  /** The program itself, when it is there. */
  command() {
    const { path, environment } = this.settings();
    return locate(path, { ...process.env, ...environment }, process.platform === "win32", runs);
  }

  /** Starts the server, once; says so when there is none. */
  async start() {
    if (this.client || !vscode.workspace.isTrusted) return;
    const command = this.command();
    if (command === undefined) return this.tellMissing();
    this.client = this.clientFor(command);
    try {
      await this.client.start();
    } catch (error) {
      this.client = undefined;
      this.output.error(`${command} lsp: ${error}`);
      await this.offer(`Filrouge: \`${command} lsp\` did not start: ${error.message ?? error}`, "Show Output");
    }
  }

  async stop() {
    const { client } = this;
    this.client = undefined;
    await client?.stop();
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  clientFor(command) {
    const { arguments: more, environment } = this.settings();
    const options = { env: { ...process.env, ...environment } };
    return new LanguageClient(
      "filrouge",
      "Filrouge",
      { command, args: ["lsp", ...more], options },
      {
        documentSelector: [
          { scheme: "file", language: "filrouge" },
          { scheme: "file", pattern: TEMPLATES },
        ],
        outputChannel: this.output,
      },
    );
  }

  async tellMissing() {
    const { path } = this.settings();
    this.output.warn(missing(path));
    await this.offer(missing(path), "Open Settings");
  }

  async offer(message, action) {
    const chosen = await vscode.window.showWarningMessage(message, action);
    if (chosen === "Show Output") this.output.show();
    if (chosen === "Open Settings") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "filrouge.server.path");
    }
  }

  configured(change) {
    if (change.affectsConfiguration("filrouge.server")) void this.restart();
  }

  dispose() {
    void this.stop();
    this.output.dispose();
  }
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
