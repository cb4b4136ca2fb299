// Owns: ids for rows that the caller gave none.
// Must not know: rows.

declare const crypto: { randomUUID(): string }

/** A random UUID. Nothing is ordered by it. */
export function newId(): string {
  return crypto.randomUUID()
}
