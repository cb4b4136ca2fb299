// Owns: somebody else's words as a sentence among others.
// Must not know: whose they are.

/** With a full stop. */
export function sentence(error: unknown): string {
  const words = (error instanceof Error ? error.message : String(error)).trimEnd()
  return /[.!?]$/.test(words) ? words : `${words}.`
}
