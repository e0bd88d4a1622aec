// Asking `filrouge graph` for the picture of a journey.
import { execFile } from "node:child_process";

/** Longer than this no picture is waited for. */
const PATIENCE = 20_000;
/** No picture is greater. */
const MOST = 16 * 1024 * 1024;

/** The arguments that draw a journey of the project in `root`. */
export function words(root, journey) {
  return ["graph", root, "--journey", journey, "--format", "svg"];
}

/**
 * The picture as SVG. What went wrong is told in the words of the program.
 *
 * @param {{ command: string, environment: Record<string, string> }} server
 * @param {string} root
 * @param {string} journey
 * @param {AbortSignal} signal
 * @returns {Promise<{ svg: string } | { problem: string }>}
 */
export function draw(server, root, journey, signal) {
  const env = { ...process.env, ...server.environment, NO_COLOR: "1" };
  const options = { cwd: root, env, signal, timeout: PATIENCE, maxBuffer: MOST, windowsHide: true };
  return new Promise((done) => {
    execFile(server.command, words(root, journey), options, (error, out, told) => done(outcome(error, out, told)));
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
