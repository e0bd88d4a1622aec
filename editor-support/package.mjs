// Packs the extension into `filrouge-VERSION.vsix`, or into the file that is named. Nothing is asked of the network.
import { createVSIX } from "@vscode/vsce";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("vscode/", import.meta.url));
const { version } = JSON.parse(readFileSync(`${home}package.json`, "utf8"));
const file = process.argv[2] ?? fileURLToPath(new URL(`filrouge-${version}.vsix`, import.meta.url));

await createVSIX({ cwd: home, packagePath: file, dependencies: false, allowMissingRepository: true, skipLicense: false });
