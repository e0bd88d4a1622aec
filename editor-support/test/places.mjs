// Where things are, for the tests.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of what editors get. */
export const support = fileURLToPath(new URL("../", import.meta.url));

/** The repository. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the binary under test, which FILROUGE names. */
export function filrouge(...words) {
  const program = process.env.FILROUGE;
  if (!program) throw new Error("FILROUGE does not name the binary; `cargo test --test editors` does");
  try {
    return { code: 0, out: execFileSync(program, words, { encoding: "utf8", stdio: "pipe", env: { ...process.env, NO_COLOR: "1" } }) };
  } catch (error) {
    return { code: error.status, out: `${error.stdout}${error.stderr}` };
  }
}
