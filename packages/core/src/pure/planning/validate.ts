// Owns: everything that can be said against a line without running it.
// Must not know: how it is worded, how migrations were loaded.

import type { Lexis } from '../../model/lexis.ts'
import type { SqlScript } from '../../model/migration.ts'
import type { Problem } from '../../model/problem.ts'
import { compareId } from '../line/compare-id.ts'
import { compile, rawChecksumOf } from '../line/compile.ts'
import { history } from '../journal/history.ts'
import { plan, type Question } from './planner.ts'
import { recordedDownFrom } from '../journal/recorded-down-from.ts'
import type { Registry } from '../line/registry.ts'
import { select } from './select.ts'
import { variant } from '../line/variant.ts'

export interface Findings {
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** All of the line must be loaded. `downs`: what the receipts kept. */
export function validate(question: Omit<Question, 'direction' | 'ids'>, downs: ReadonlyMap<string, string | undefined>): Findings {
  const { registry, journal } = question
  const selection = select(registry, journal, 'up', { to: 'latest' })
  const planning = plan({ ...question, direction: 'up', ids: selection.ok ? selection.ids : [] })
  const errors = planning.ok ? [] : planning.problems
  const manual = planning.ok ? planning.warnings : []
  return { errors, warnings: [...manual, ...gaps(registry), ...changedDowns(question, downs)] }
}

/** Longer numbers are dates; nobody numbers a thousand migrations by hand without a gap. */
const COUNTED = /^\D{0,2}0*(\d{1,6})(?!\d)/

function gaps({ entries }: Registry): readonly Problem[] {
  const found: Problem[] = []
  for (const [index, { id }] of entries.entries()) {
    const before = entries[index - 1]?.id
    if (before === undefined) continue
    const [, earlier] = COUNTED.exec(before) ?? []
    const [, later] = COUNTED.exec(id) ?? []
    if (earlier !== undefined && later !== undefined && Number(later) - Number(earlier) > 1) found.push({ code: 'GAP', before, after: id })
  }
  return found
}

function changedDowns(
  { registry, journal, dialect }: Omit<Question, 'direction' | 'ids'>,
  downs: ReadonlyMap<string, string | undefined>,
): readonly Problem[] {
  const { applied } = history(journal, registry.line)
  const found: Problem[] = []
  for (const [id, kept] of downs) {
    const down = registry.byId.get(id)?.migration?.down
    if (kept === undefined || down === undefined || !applied.has(id)) continue
    const chosen = variant(down, dialect)
    const read = recordedDownFrom(id, kept)
    if (!read.ok) {
      found.push(read.problem)
      continue
    }
    const { script } = read.down
    if (chosen.kind !== 'sql' || !meansTheSame(chosen.script, script, dialect.lexis)) found.push({ code: 'DOWN_CHANGED', id })
  }
  return found.toSorted((a, b) => ('id' in a && 'id' in b ? compareId(a.id, b.id) : 0))
}

/** By their tokens, as the way up is compared. What cannot be read is compared to the letter. */
function meansTheSame(one: SqlScript, other: SqlScript, lexis: Lexis): boolean {
  if (rawChecksumOf(one) === rawChecksumOf(other)) return true
  const [first, second] = [compile(one, lexis), compile(other, lexis)]
  return first.ok && second.ok && first.checksum === second.checksum
}
