// Owns: how far a run should go.
// Must not know: which migrations exist.

/**
 * `to`: that migration is the last one applied afterwards. `latest`: all of them; `nothing`: none of them.
 * `steps`: so many from here, a whole number from 0. `again`: exactly these, which were applied and taken back, however late
 * each of them is; those that are applied by now are left out.
 */
export type Target =
  | { readonly to: string; readonly steps?: undefined; readonly again?: undefined }
  | { readonly steps: number; readonly to?: undefined; readonly again?: undefined }
  | { readonly again: readonly string[]; readonly to?: undefined; readonly steps?: undefined }

export const LATEST: Target = { to: 'latest' }
