// What runs in the pane: takes pictures in, zooms, and tells which step was chosen.
import { allowed, place, safe } from "./picture.js";
import { bounded, fitted, kept, natural, stepped } from "./zoom.js";

const host = acquireVsCodeApi();
const nonce = document.currentScript?.nonce ?? "";
const parts = Object.fromEntries(["title", "state", "problem", "stage", "size", "in", "out", "fit", "again"].map((id) => [id, document.getElementById(id)]));
const state = { zoom: undefined, shown: undefined, ...host.getState() };

window.addEventListener("message", ({ data }) => {
  if (data.kind === "drawing") drawing(data);
  if (data.kind === "drawn") drawn(data);
});

function drawing({ shown, title }) {
  if (JSON.stringify(state.shown) !== JSON.stringify(shown)) forget();
  remember({ shown });
  parts.title.textContent = title;
  parts.state.textContent = "…";
}

function forget() {
  parts.stage.replaceChildren();
  state.zoom = undefined;
}

/** A problem leaves the picture that was there, paler. */
function drawn({ svg, problem }) {
  parts.state.textContent = "";
  parts.problem.hidden = problem === undefined;
  parts.problem.textContent = problem ?? "";
  document.body.classList.toggle("stale", problem !== undefined);
  if (svg === undefined) return;
  const picture = safe(document, new DOMParser().parseFromString(allowed(svg, nonce), "image/svg+xml"));
  if (!picture) return void drawn({ problem: "The picture is no SVG." });
  parts.stage.replaceChildren(picture);
  resize(state.zoom ?? fitted(size(), { ...room(), height: Infinity }));
}

function picture() {
  return parts.stage.querySelector("svg");
}

function size() {
  const attribute = (name) => picture().getAttribute(name);
  return natural({ width: attribute("width"), height: attribute("height"), viewBox: attribute("viewBox") });
}

function room() {
  const { clientWidth, clientHeight } = parts.stage;
  return { width: clientWidth - 24, height: clientHeight - 24 };
}

/** Sets the size; what is under the pointer, or in the middle, stays where it is. */
function resize(zoom, pointer = { x: parts.stage.clientWidth / 2, y: parts.stage.clientHeight / 2 }) {
  if (!picture()) return;
  const [before, after] = [state.zoom ?? zoom, bounded(zoom)];
  const { width, height } = size();
  const { scrollLeft, scrollTop } = parts.stage;
  picture().style.width = `${width * after}px`;
  picture().style.height = `${height * after}px`;
  parts.stage.scrollLeft = kept(scrollLeft, pointer.x, before, after);
  parts.stage.scrollTop = kept(scrollTop, pointer.y, before, after);
  parts.size.textContent = `${Math.round(after * 100)} %`;
  remember({ zoom: after });
}

function remember(change) {
  Object.assign(state, change);
  host.setState({ zoom: state.zoom, shown: state.shown });
}

const actions = {
  in: () => resize(stepped(state.zoom ?? 1, 1)),
  out: () => resize(stepped(state.zoom ?? 1, -1)),
  size: () => resize(1),
  fit: () => resize(fitted(size(), room())),
  again: () => host.postMessage({ kind: "refresh" }),
};
const keys = { "+": "in", "=": "in", "-": "out", 0: "size", f: "fit", r: "again" };

for (const [id, act] of Object.entries(actions)) parts[id].addEventListener("click", act);

document.addEventListener("keydown", (event) => {
  const action = keys[event.key.toLowerCase()];
  if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    actions[action]();
  } else if (event.key === "Enter" || event.key === " ") {
    choose(event);
  }
});

parts.stage.addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const corner = parts.stage.getBoundingClientRect();
    resize(stepped(state.zoom ?? 1, -event.deltaY), { x: event.clientX - corner.left, y: event.clientY - corner.top });
  },
  { passive: false },
);

/** The ground is taken hold of and pulled; a step is not, it is chosen. */
parts.stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || event.target.closest("[data-file]")) return;
  const { scrollLeft, scrollTop } = parts.stage;
  const pull = ({ clientX, clientY }) => {
    parts.stage.scrollLeft = scrollLeft + event.clientX - clientX;
    parts.stage.scrollTop = scrollTop + event.clientY - clientY;
  };
  const release = () => parts.stage.removeEventListener("pointermove", pull);
  parts.stage.setPointerCapture(event.pointerId);
  parts.stage.addEventListener("pointermove", pull);
  for (const end of ["pointerup", "pointercancel"]) parts.stage.addEventListener(end, release, { once: true });
});

parts.stage.addEventListener("click", choose);

function choose(event) {
  const target = event.target instanceof Element ? event.target.closest("[data-file]") : null;
  if (!target) return;
  event.preventDefault();
  host.postMessage({ kind: "open", ...place(target.dataset) });
}

host.postMessage({ kind: "ready" });
