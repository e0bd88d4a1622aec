// Taking a node out with `/-`, and putting it back.

/**
 * The change that takes the node of a line out, or puts it back: where, how many characters go, and what comes.
 * A line without a node has none.
 *
 * @param {string} line
 * @returns {{ at: number, remove: number, insert: string } | undefined}
 */
export function toggled(line) {
  const indent = /^\s*/.exec(line)[0].length;
  const rest = line.slice(indent);
  const dash = /^\/-[^\S\n]*/.exec(rest);
  if (dash) return { at: indent, remove: dash[0].length, insert: "" };
  if (rest === "" || rest.startsWith("//") || rest.startsWith("/*") || rest.startsWith("}")) return undefined;
  return { at: indent, remove: 0, insert: "/-" };
}
