// As much of KDL as is needed without a server: where nodes are and what they are called.

const BARE = /[^\s\\/(){};[\]"=#]+/y;
const RAW = /(#+)("""|")/y;
const SPACE = /[^\S\n]+/y;

/**
 * The nodes of a text, in order, with those that hold them. Broken text gives the nodes that can be told.
 *
 * @typedef {{ name: string, args: string[], line: number, end: number, depth: number, parent: Node | null }} Node
 * @param {string} text
 * @returns {Node[]}
 */
export function nodes(text) {
  const scan = new Scan(text);
  while (!scan.done()) scan.step();
  scan.close();
  return scan.nodes;
}

class Scan {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.line = 0;
    /** @type {Node[]} */
    this.nodes = [];
    /** The blocks around this place, each the node that it belongs to; a dashed one belongs to none. */
    this.blocks = [];
    /** The node whose line this is; `false` while it is taken out by `/-`. */
    this.current = null;
    this.dashed = false;
    this.key = false;
  }

  done() {
    return this.at >= this.text.length;
  }

  step() {
    const { text, at } = this;
    const character = text[at];
    if (character === "\n" || character === ";") return this.endNode(character);
    if (this.match(SPACE)) return undefined;
    if (text.startsWith("//", at)) return this.skipTo(indexOr(text, "\n", at));
    if (text.startsWith("/*", at)) return this.blockComment();
    if (text.startsWith("/-", at)) return this.slashdash();
    if (character === "\\") return this.continuation();
    if (character === "{") return this.open();
    if (character === "}") return this.shut();
    if (character === "(") return this.skipTo(Math.min(indexOr(text, ")", at) + 1, indexOr(text, "\n", at)));
    if (character === "=") {
      this.key = true;
      this.at += 1;
      return undefined;
    }
    const word = this.word();
    if (word === null) this.at += 1;
    else this.take(word);
    return undefined;
  }

  /** Consumes what `pattern` matches here. */
  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  skipTo(place) {
    for (let at = this.at; at < place; at += 1) if (this.text[at] === "\n") this.line += 1;
    this.at = place;
  }

  endNode(character) {
    if (character === "\n") this.line += 1;
    this.at += 1;
    if (this.dashed === "waiting" && character === "\n") return;
    this.current = null;
    this.dashed = false;
  }

  blockComment() {
    let depth = 0;
    let at = this.at;
    do {
      if (this.text.startsWith("/*", at)) [depth, at] = [depth + 1, at + 2];
      else if (this.text.startsWith("*/", at)) [depth, at] = [depth - 1, at + 2];
      else at += 1;
    } while (depth > 0 && at < this.text.length);
    this.skipTo(at);
  }

  /** `/-` takes out a node, where one would begin, or the next entry or block of a node. */
  slashdash() {
    this.at += 2;
    if (this.current === null) {
      this.dashed = "waiting";
      return;
    }
    while (this.match(SPACE));
    if (this.text[this.at] === "{") {
      this.blocks.push({ node: null, current: this.current, dashed: this.dashed });
      this.at += 1;
      [this.current, this.dashed] = [null, false];
      return;
    }
    this.word();
    if (this.text[this.at] === "=") {
      this.at += 1;
      this.word();
    }
  }

  continuation() {
    const end = indexOr(this.text, "\n", this.at);
    this.skipTo(Math.min(end + 1, this.text.length));
  }

  /** A name, a value or a string, without its quotes. */
  word() {
    const raw = this.match(RAW);
    if (raw) return this.upTo(raw[2] + raw[1], false);
    if (this.text.startsWith('"""', this.at)) {
      this.at += 3;
      return this.upTo('"""', true);
    }
    if (this.text[this.at] === '"') {
      this.at += 1;
      return this.upTo('"', true);
    }
    if (this.text[this.at] === "#") this.at += 1;
    const bare = this.match(BARE);
    return bare ? bare[0] : null;
  }

  upTo(mark, escapes) {
    const start = this.at;
    let at = start;
    while (at < this.text.length && !this.text.startsWith(mark, at)) {
      if (mark === '"' && this.text[at] === "\n") return this.cut(start, at, 0);
      at += escapes && this.text[at] === "\\" ? 2 : 1;
    }
    return this.cut(start, Math.min(at, this.text.length), mark.length);
  }

  cut(start, end, mark) {
    this.skipTo(end);
    this.at = Math.min(end + mark, this.text.length);
    return this.text.slice(start, end);
  }

  take(word) {
    if (this.dashed === "waiting") this.dashed = true;
    if (this.current === null) {
      this.current = this.begin(word);
      return;
    }
    const isValueOfProperty = this.key;
    this.key = false;
    if (isValueOfProperty || this.text[this.at] === "=" || this.dashed) return;
    this.current.args.push(word);
  }

  begin(name) {
    const holder = this.blocks.at(-1);
    const parent = holder ? holder.node : null;
    const hidden = this.dashed || (holder && holder.node === null);
    const node = { name, args: [], line: this.line, end: this.line, depth: this.blocks.length, parent };
    if (!hidden) this.nodes.push(node);
    this.key = false;
    return node;
  }

  open() {
    this.at += 1;
    const node = this.dashed ? null : this.current;
    const within = this.blocks.at(-1);
    const hidden = within && within.node === null && within.current !== undefined;
    this.blocks.push({ node: hidden ? null : node, current: this.current, dashed: this.dashed });
    [this.current, this.dashed] = [null, false];
  }

  shut() {
    this.at += 1;
    const block = this.blocks.pop();
    if (!block) return;
    if (block.node) block.node.end = this.line;
    [this.current, this.dashed] = [block.current, block.dashed];
  }

  close() {
    for (const block of this.blocks) if (block.node) block.node.end = this.line;
  }
}

function indexOr(text, mark, from) {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}
