// The extension from its start to its end: which files are ours, the server, the commands, the picture.
import * as vscode from "vscode";
import { Server } from "./client.js";
import { registerCommands } from "./commands.js";
import { registerPictureLens } from "./lenses.js";
import { recogniseFiles } from "./recognise.js";
import { Preview } from "./preview/panel.js";

let server;

export async function activate(context) {
  server = new Server(context);
  const preview = new Preview(context, server);
  context.subscriptions.push(server, preview, registerPictureLens(), ...recogniseFiles(), ...registerCommands(server, preview));
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => server.start()));
  await server.start();
}

export async function deactivate() {
  await server?.stop();
}
