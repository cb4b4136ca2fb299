// Owns: the refusal to start with settings that make no sense.
// Must not know: which settings there are.

/** The message says which setting, and what to do; a setting that may be a secret is not shown. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
