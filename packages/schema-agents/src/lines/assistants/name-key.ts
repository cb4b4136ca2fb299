// Owns: one text for a name in its scope, so that a unique index can tell whether it is taken.
// Must not know: tables.

/** Each part with its length before it, and null unlike any text: no two lists of parts have the same key. */
export function nameKey(...parts: readonly (string | number | null)[]): string {
  return parts.map((part) => (part === null ? '-' : `${String(part).length}:${part}`)).join(',')
}
