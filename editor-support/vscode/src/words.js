// The words with which the program is called from lenses and the palette.

/** The tests of a place: one, those of a journey, or all. */
export function testWords(place) {
  if (!place) return undefined;
  if (place.test) return ["test", place.root, "--only", place.test, ...ofJourney(place)];
  return ["test", place.root, ...ofJourney(place)];
}

/** What the tests of a journey meet of it, and what they do not. */
export function simulateWords(place) {
  return place?.journey ? ["test", place.root, ...ofJourney(place), "--coverage"] : undefined;
}

/** The decisions of a journey as they are taken, by the daemon that the server knows, or the usual one. */
export function tapWords(place) {
  return ["tap", ...ofJourney(place), ...(place.daemon ?? [])];
}

/** The decisions about a person. */
export function whyWords(person) {
  return ["why", person];
}

function ofJourney({ journey }) {
  return journey ? ["--journey", journey] : [];
}
