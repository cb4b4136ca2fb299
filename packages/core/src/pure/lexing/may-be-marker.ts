// Owns: the quick look that spares most comments the reading of markers.
// Must not know: which markers there are, beyond the words that each of them holds.

/** True for every text that holds a marker, and for some that hold none. */
export function mayBeMarker(text: string): boolean {
  return /migrat|goose|breakpoint|down|undo|drop below|roll ?back|revert/i.test(text)
}
