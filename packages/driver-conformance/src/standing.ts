// Owns: whether a law says anything about a driver, and what is missing to hear it.
// Must not know: any single law, vitest.

import type { Facts, Law } from './law.ts'
import type { Offer } from './subject.ts'

export type Standing =
  | { readonly kind: 'applies' }
  | { readonly kind: 'silent' }
  /** It would apply, and the subject does not offer what it takes. */
  | { readonly kind: 'lacks'; readonly offer: Offer }

export function standing({ gate, needs }: Law, facts: Facts): Standing {
  if (gate !== undefined && !gate(facts)) return { kind: 'silent' }
  if (needs === undefined || facts.offers.has(needs)) return { kind: 'applies' }
  return facts.words.place === 'server' ? { kind: 'lacks', offer: needs } : { kind: 'silent' }
}
