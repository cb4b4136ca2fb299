// Owns: what a line comment says to a migration tool.
// Must not know: where comments begin and end, what follows from them.

import { isForeignDown } from './foreign-down.ts'
import { mayBeMarker } from '../lexing/may-be-marker.ts'
import { nearest } from '../line/nearest.ts'

/** Whose words a file uses. `-- migrate:up` is dbmate's and this tool's own. */
export type Wording = 'dbmate' | 'goose' | 'node-pg-migrate'

export type Marker =
  | { readonly kind: 'up' | 'down'; readonly wording: Wording; readonly transaction: 'auto' | 'forbidden' }
  /** Around what goose is to send as one statement. */
  | { readonly kind: 'begin' | 'end' }
  /** Of goose: for the whole file, wherever it stands. */
  | { readonly kind: 'no-transaction' }
  | { readonly kind: 'transaction'; readonly value: 'auto' | 'forbidden' }
  | { readonly kind: 'foreign-keys'; readonly value: 'enforced' | 'suspended' }
  /** Drizzle's: the statement before it ends here. */
  | { readonly kind: 'breakpoint' }
  /** Understood, and nothing follows from it. */
  | { readonly kind: 'none' }
  /** To another tool the way down begins here; prose, where no statement follows. */
  | { readonly kind: 'foreign-down' }
  /** Addressed to a tool, and not understood. Small first letter, no full stop. */
  | { readonly kind: 'refused'; readonly reason: string }

const SETTINGS: Readonly<Record<string, Marker>> = {
  'transaction=auto': { kind: 'transaction', value: 'auto' },
  'transaction=forbidden': { kind: 'transaction', value: 'forbidden' },
  'foreign-keys=enforced': { kind: 'foreign-keys', value: 'enforced' },
  'foreign-keys=suspended': { kind: 'foreign-keys', value: 'suspended' },
}

const GOOSE: Readonly<Record<string, Marker>> = {
  up: { kind: 'up', wording: 'goose', transaction: 'auto' },
  down: { kind: 'down', wording: 'goose', transaction: 'auto' },
  statementbegin: { kind: 'begin' },
  statementend: { kind: 'end' },
  'no transaction': { kind: 'no-transaction' },
  'envsub off': { kind: 'none' },
  'envsub on': refused(
    'goose would put environment variables into the text here, which makes it another migration in each place; write the values',
  ),
}

/**
 * Reads what stands behind the `--` of a line comment; undefined when it is a comment like any other. Upper and lower
 * case are the same: a `-- Migrate:Down` taken for prose would run the way down as part of the way up.
 * @see https://github.com/amacneil/dbmate `migration.go`
 * @see https://pressly.github.io/goose/documentation/annotations
 * @see https://github.com/salsita/node-pg-migrate `sqlMigration.ts`
 */
export function readMarker(comment: string): readonly Marker[] | undefined {
  // Whatever is said below holds one of these; most comments do not.
  if (!mayBeMarker(comment)) return undefined
  // Every file of a folder has the same two.
  let markers = read.get(comment)
  if (markers === undefined) {
    markers = markersIn(comment)
    if (markers !== undefined && read.size < MOST_READ) read.set(comment, markers)
  }
  return markers
}

const read = new Map<string, readonly Marker[]>()
const MOST_READ = 100

function markersIn(comment: string): readonly Marker[] | undefined {
  const said = comment.trim()
  const lower = said.toLowerCase()
  if (lower === '> statement-breakpoint') return [{ kind: 'breakpoint' }]
  if (lower.startsWith('+goose')) return [gooseMarker(lower.slice('+goose'.length))]
  if (lower.startsWith('migrate:')) return houseMarkers(lower.slice('migrate:'.length))
  // Any number of dashes before it and any text after it, as its own reader has it.
  const direction = /^[\s-]*(up|down)\s+migration\b/.exec(lower)?.[1]
  if (direction === undefined) return isForeignDown(comment) ? [{ kind: 'foreign-down' }] : undefined
  return [{ kind: direction === 'up' ? 'up' : 'down', wording: 'node-pg-migrate', transaction: 'auto' }]
}

function gooseMarker(rest: string): Marker {
  const words = rest.trim().replace(/\s+/g, ' ')
  return known(GOOSE, words) ?? refused(`goose has no annotation '${words}'${suggestion(words, Object.keys(GOOSE))}`)
}

function houseMarkers(rest: string): readonly Marker[] {
  const [first = '', ...options] = rest.trim().split(/\s+/)
  // `-- migrate:up transaction:false` is a marker, `-- migrate: transaction=forbidden` is settings only.
  if (first === 'up' || first === 'down') return [section(first, options)]
  return [first, ...options].map(
    (word) =>
      known(SETTINGS, word) ??
      refused(
        `'-- migrate:' speaks to the migration tool, and it does not know '${word}'${suggestion(word, ['up', 'down', ...Object.keys(SETTINGS)])}`,
      ),
  )
}

function section(kind: 'up' | 'down', options: readonly string[]): Marker {
  const wrong = options.find((option) => option !== 'transaction:false' && option !== 'transaction:true')
  if (wrong !== undefined)
    return refused(`'-- migrate:${kind}' has no option '${wrong}'${suggestion(wrong, ['transaction:false', 'transaction:true'])}`)
  return { kind, wording: 'dbmate', transaction: options.includes('transaction:false') ? 'forbidden' : 'auto' }
}

function suggestion(word: string, names: readonly string[]): string {
  const guess = nearest(word, names)
  return guess === undefined ? '' : `; did you mean '${guess}'?`
}

function known(table: Readonly<Record<string, Marker>>, word: string): Marker | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}

function refused(reason: string): Marker {
  return { kind: 'refused', reason }
}
