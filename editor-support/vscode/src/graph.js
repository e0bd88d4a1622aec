// Asking `filrouge graph` for a picture: of a journey, of all journeys, or of where data goes.
import { execFile } from "node:child_process";

/** Longer than this no picture is waited for. */
const PATIENCE = 20_000;
/** No picture is greater. */
const MOST = 16 * 1024 * 1024;

/**
 * What is shown: a journey of the project in `root`, or where data goes, or else who triggers whom.
 *
 * @typedef {{ root: string, journey?: string, data?: boolean }} Shown
 * @param {Shown} shown
 */
export function words({ root, journey, data }) {
  const which = journey ? ["--journey", journey] : data ? ["--data"] : [];
  return ["graph", root, ...which, "--format", "svg"];
}

/** What it is called. */
export function title({ journey, data }) {
  return journey ?? (data ? "Where data goes" : "Who triggers whom");
}

/**
 * The picture as SVG. What went wrong is told in the words of the program.
 *
 * @param {{ command: string, environment: Record<string, string> }} server
 * @param {Shown} shown
 * @param {AbortSignal} signal
 * @returns {Promise<{ svg: string } | { problem: string }>}
 */
export function draw(server, shown, signal) {
  const env = { ...process.env, ...server.environment, NO_COLOR: "1" };
  const options = { cwd: shown.root, env, signal, timeout: PATIENCE, maxBuffer: MOST, windowsHide: true };
  return new Promise((done) => {
    execFile(server.command, words(shown), options, (error, out, told) => done(outcome(error, out, told)));
  });
}

/** What a run of the program came to. */
export function outcome(error, out, told) {
  const svg = out.slice(Math.max(out.indexOf("<svg"), 0)).trim();
  if (!error && svg.startsWith("<svg")) return { svg };
  if (error?.code === "ENOENT") return { problem: "The program `filrouge` is not there; see the setting `filrouge.server.path`." };
  if (error?.killed) return { problem: `No picture came within ${PATIENCE / 1000} seconds.` };
  return { problem: told.trim() || error?.message || "`filrouge graph` drew nothing." };
}
