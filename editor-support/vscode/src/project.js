// Which files belong to a Filrouge project. The same as `filrouge` itself would say, without starting it.
import { nodes } from "./kdl.js";

/** The file that makes a folder a project. */
export const MARKER = "filrouge.kdl";

/** Folders of other tools. */
const FOREIGN = ["node_modules", "target"];

/**
 * The nearest folder upwards that holds a `filrouge.kdl`; paths are written with `/`.
 *
 * @param {string} file
 * @param {(path: string) => boolean} exists
 */
export function rootOf(file, exists) {
  for (let folder = parent(file); folder !== undefined; folder = parent(folder)) {
    if (exists(`${folder}/${MARKER}`)) return folder;
  }
  return undefined;
}

function parent(path) {
  const slash = path.lastIndexOf("/");
  return slash < 0 || path === "" ? undefined : path.slice(0, slash);
}

/**
 * Whether a file below the project's root is read as part of the project.
 *
 * @param {string} file
 * @param {string} root
 * @param {string} marker the text of the root's `filrouge.kdl`
 */
export function belongs(file, root, marker) {
  const within = file.slice(root.length + 1).split("/");
  if (within.some((name) => FOREIGN.includes(name) || name.startsWith("."))) return false;
  const chosen = chosenFolders(marker);
  return chosen === undefined || file === `${root}/${MARKER}` || chosen.includes(within[0]);
}

/** The folders that `project { folders … }` names. */
export function chosenFolders(marker) {
  const isChoice = (node) => node.name === "folders" && node.parent?.name === "project" && node.depth === 1;
  return nodes(marker).find(isChoice)?.args;
}
