// Owns: where somebody wants a component's sessions to be, and what that makes of what is there already.
// Must not know: files, prompts.

import type { Standing } from './standing.ts'

export type Storage =
  /** Nobody said anything: what is there stays. */
  | { readonly kind: 'unsaid' }
  | { readonly kind: 'memory' }
  /** A database, and which one nobody said: what is there, or the default file. */
  | { readonly kind: 'sql' }
  | { readonly kind: 'own'; readonly url: string }

/** What it comes to. */
export type Settled =
  | { readonly kind: 'memory' }
  | { readonly kind: 'database'; readonly from: 'default' | 'given' | 'kept'; readonly url: string }

/** Relative: a project that is moved takes its databases along. `name`: of the default file. */
export function settle(storage: Storage, { known, otherwise }: Standing, name: string): Settled {
  switch (storage.kind) {
    case 'memory':
      return { kind: 'memory' }
    case 'own':
      return { kind: 'database', from: 'given', url: storage.url }
    case 'unsaid':
      return otherwise === 'memory' ? { kind: 'memory' } : kept(known, name)
    case 'sql':
      return kept(known, name)
    default:
      return storage satisfies never
  }
}

function kept(known: string | undefined, name: string): Settled {
  if (known !== undefined) return { kind: 'database', from: 'kept', url: known }
  return { kind: 'database', from: 'default', url: `file:data/${name}.db` }
}

/** What somebody typed or gave as a flag: `sqlite` and nothing at all are the default file. */
export function ownOrDefault(typed: string): Storage {
  const url = typed.trim()
  return url === '' || /^(sqlite3?|default)$/i.test(url) ? { kind: 'sql' } : { kind: 'own', url }
}
