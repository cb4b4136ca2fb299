// Owns: how far a run should go.
// Must not know: which migrations exist.

/**
 * `to`: that migration is the last one applied afterwards. `latest`: all of them; `nothing`: none of them.
 * `steps`: so many from here, a whole number from 0.
 */
export type Target = { readonly to: string } | { readonly steps: number }

export const LATEST: Target = { to: 'latest' }
