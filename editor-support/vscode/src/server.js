// How the program is called, and what is said when it is not there.

/**
 * The program that a setting means: a path in the workspace's folder when it begins with `./`, else as it is.
 *
 * @param {string} setting
 * @param {string | undefined} folder
 */
export function program(setting, folder) {
  const path = setting.trim() || "filrouge";
  if (folder !== undefined && /^\.{1,2}[\\/]/.test(path)) return `${folder}/${path}`.replaceAll("/./", "/");
  return path;
}

/** Whether a program is named by its place, and not looked up. */
function isPlace(path) {
  return /[\\/]/.test(path);
}

/**
 * Where the program is, or nothing.
 *
 * @param {string} path as `program` gives it
 * @param {{ PATH?: string, Path?: string, PATHEXT?: string }} environment
 * @param {boolean} windows
 * @param {(path: string) => boolean} runs whether a file is there that can be run
 */
export function locate(path, environment, windows, runs) {
  const endings = windows ? ["", ...(environment.PATHEXT ?? ".EXE;.CMD;.BAT").split(";")] : [""];
  const folders = (environment.PATH ?? environment.Path ?? "").split(windows ? ";" : ":").filter(Boolean);
  const places = isPlace(path) ? [path] : folders.map((folder) => `${folder}/${path}`);
  return places.flatMap((place) => endings.map((ending) => place + ending)).find(runs);
}

/** What is said when the program is not there. */
export function missing(path) {
  const where = isPlace(path) ? `There is no program at \`${path}\`.` : `\`${path}\` is not on the PATH.`;
  return `Filrouge: ${where} Install it, or set \`filrouge.server.path\`. Colours and snippets work without it.`;
}
