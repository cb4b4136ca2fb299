// Owns: whether a law says anything about a driver, and what is missing to hear it.
// Must not know: any single law, vitest.

import type { Facts, Law } from './law.ts'

export type Standing =
  | { readonly kind: 'applies' }
  | { readonly kind: 'silent' }
  /** It would apply, and cannot be heard on this subject. */
  | { readonly kind: 'unheard'; readonly because: string }

export function standing({ gate, needs, unheard }: Law, facts: Facts): Standing {
  if (gate !== undefined && !gate(facts)) return { kind: 'silent' }
  if (unheard?.at === facts.place) return { kind: 'unheard', because: unheard.because }
  if (needs === undefined || facts.offers.has(needs)) return { kind: 'applies' }
  return facts.place === 'server' ? { kind: 'unheard', because: `the subject offers no \`${needs}\`` } : { kind: 'silent' }
}
