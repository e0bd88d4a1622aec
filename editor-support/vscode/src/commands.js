// The commands of the palette and of the lenses.
import * as vscode from "vscode";
import { journeyAt, testAt } from "./journeys.js";
import { projectOf } from "./recognise.js";
import { simulateWords, tapWords, testWords, whyWords } from "./words.js";
import { toggled } from "./slashdash.js";

/** Registers every command. */
export function registerCommands(server, preview) {
  const terminal = new Terminal(server);
  const commands = {
    "filrouge.preview": (place) => preview.show(place),
    "filrouge.previewAll": () => preview.show(here()),
    "filrouge.previewData": () => preview.show({ ...here(), data: true }),
    "filrouge.runTest": (place) => terminal.test(place ?? testAtCursor()),
    "filrouge.runTests": (place) => terminal.test(place ?? here()),
    "filrouge.simulate": (place) => terminal.simulate(place ?? journeyAtCursor()),
    "filrouge.why": (place) => terminal.why(place ?? here()),
    "filrouge.toggleSlashdash": toggleSlashdash,
    "filrouge.restartServer": () => server.restart(),
    "filrouge.showOutput": () => server.output.show(),
  };
  return Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
}

/** Runs the program where its words can be read: as a task. Places come from lenses, or from the cursor. */
class Terminal {
  constructor(server) {
    this.server = server;
  }

  test(place) {
    return this.run(place, place?.test ?? place?.journey ?? "all tests", testWords(place));
  }

  simulate(place) {
    return this.run(place, `${place?.journey} simulated`, simulateWords(place));
  }

  /** A lens asks about everybody in a journey, as it happens; the palette about one person. */
  async why(place) {
    if (place?.journey) return this.run(place, `why ${place.journey}`, tapWords(place));
    const person = await vscode.window.showInputBox({
      title: "Filrouge: Why?",
      prompt: "The person, by an identifier: `email=lea@example.com`; the daemon is asked.",
      ignoreFocusOut: true,
    });
    return person ? this.run(place, `why ${person}`, whyWords(person)) : undefined;
  }

  async run(place, title, words) {
    if (!place?.root || !words) return void vscode.window.showInformationMessage("Filrouge: there is no project, or no journey, here.");
    const command = this.server.command();
    if (!command) return this.server.tellMissing();
    const { environment } = this.server.settings();
    const execution = new vscode.ProcessExecution(command, words, { cwd: place.root, env: environment });
    const task = new vscode.Task({ type: "filrouge" }, vscode.TaskScope.Workspace, title, "Filrouge", execution);
    task.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Shared };
    return vscode.tasks.executeTask(task);
  }
}

function here() {
  const root = vscode.window.activeTextEditor && projectOf(vscode.window.activeTextEditor.document.uri);
  return root ? { root } : undefined;
}

function testAtCursor() {
  const { document, selection } = vscode.window.activeTextEditor ?? {};
  return document && { ...here(), test: testAt(document.getText(), selection.active.line) };
}

function journeyAtCursor() {
  const { document, selection } = vscode.window.activeTextEditor ?? {};
  return document && { ...here(), journey: journeyAt(document.getText(), selection.active.line) };
}

async function toggleSlashdash() {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const lines = new Set(editor.selections.map((selection) => selection.start.line));
  await editor.edit((change) => {
    for (const line of lines) {
      const found = toggled(editor.document.lineAt(line).text);
      if (found) change.replace(new vscode.Range(line, found.at, line, found.at + found.remove), found.insert);
    }
  });
}
