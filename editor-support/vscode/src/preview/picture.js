// A picture that was drawn elsewhere, made fit for the page: nothing that acts, and each step can be chosen.

/** What is never in a picture, and would act in a page. */
const ACTING = "script, foreignObject, iframe, image, use, animate, set, link";

/** The picture's own sheet, allowed on the page: one without the nonce is refused as soon as it is parsed. */
export function allowed(svg, nonce) {
  return svg.replaceAll("<style>", `<style nonce="${nonce}">`);
}

/**
 * The picture as an element of `page`, or nothing when it is none.
 *
 * @param {Document} page
 * @param {Document} parsed
 */
export function safe(page, parsed) {
  const root = parsed.documentElement;
  if (root.localName !== "svg" || parsed.querySelector("parsererror")) return undefined;
  const picture = page.importNode(root, true);
  for (const element of picture.querySelectorAll(ACTING)) element.remove();
  for (const element of [picture, ...picture.querySelectorAll("*")]) harmless(element);
  for (const step of picture.querySelectorAll("[data-file]")) chosen(step);
  return picture;
}

function harmless(element) {
  for (const { name, value } of [...element.attributes]) {
    const leads = name === "href" || name === "xlink:href";
    if (name.startsWith("on") || name === "style" || (leads && !value.startsWith("#"))) element.removeAttribute(name);
  }
}

/** A step is reached by the keyboard, and says that it leads somewhere. */
function chosen(step) {
  step.setAttribute("tabindex", "0");
  step.setAttribute("role", "link");
}

/** Where a step stands: files are relative to the project's root, lines count from 0. */
export function place({ file, line }) {
  const number = Number.parseInt(line, 10);
  return { file, line: Number.isInteger(number) && number > 0 ? number - 1 : 0 };
}
