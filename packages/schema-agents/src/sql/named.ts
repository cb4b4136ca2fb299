// Owns: that what is given by names is an object: JavaScript finds no names in `0` or in a text, as if nothing had been named.
// Must not know: which names.

/** Throws `TypeError` on anything but an object, and on a list. */
export function assertNamed(given: unknown, where: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new TypeError(`${where} takes an object.`)
}
