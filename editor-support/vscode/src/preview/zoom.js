// Sizes of the picture, as numbers.

const LEAST = 0.1;
const MOST = 8;
/** One press of a key, or one notch of a wheel. */
const STEP = 1.2;

/** A size within the bounds. */
export function bounded(zoom) {
  return Number.isFinite(zoom) ? Math.min(Math.max(zoom, LEAST), MOST) : 1;
}

/** The next size, larger or smaller. */
export function stepped(zoom, direction) {
  return bounded(zoom * STEP ** Math.sign(direction));
}

/** The size at which a picture fits into a pane; a small one is not made larger. */
export function fitted(picture, pane) {
  const room = Math.min(pane.width / picture.width, pane.height / picture.height);
  return bounded(Math.min(room, 1));
}

/** How far to scroll, so that what is under the pointer stays under it. */
export function kept(scroll, pointer, before, after) {
  return (scroll + pointer) * (after / before) - pointer;
}

/** The natural size of a picture, by its attributes. */
export function natural({ width, height, viewBox }) {
  const box = (viewBox ?? "").trim().split(/[\s,]+/).map(Number);
  const [wide, high] = [parseFloat(width), parseFloat(height)];
  const isBox = box.length === 4 && box.every(Number.isFinite);
  const isSized = wide > 0 && high > 0 && !/%/.test(`${width}${height}`);
  if (isSized) return { width: wide, height: high };
  return isBox ? { width: box[2], height: box[3] } : { width: 800, height: 600 };
}
