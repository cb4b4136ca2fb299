// Owns: what other lines of the database need of this one, and whether going down would take it from them.
// Must not know: SQL, what the code of other lines says: it may not be here.

import type { Journal, RecordedRequires } from '../../model/journal.ts'
import type { Problem } from '../../model/problem.ts'
import { history } from '../journal/history.ts'
import { isMet, parseRequirement } from './requirement.ts'

/** `ids`: of `line`, which would be taken back. A line needs what the migration needed that it applied last, and those that it has begun. */
export function requiredBy(
  journal: Journal,
  line: string,
  ids: readonly string[],
  recorded: readonly RecordedRequires[],
): readonly Problem[] {
  const left = new Set(history(journal, line).applied.keys())
  for (const id of ids) left.delete(id)
  const problems: Problem[] = []
  for (const otherLine of new Set(recorded.map((row) => row.line))) {
    if (otherLine === line) continue
    const { applied, inTime, halfWay } = history(journal, otherLine)
    const last = applied.get(inTime.at(-1) ?? '')
    const isBegun = ({ id, seq }: RecordedRequires): boolean => {
      const half = halfWay.get(id)
      return half?.direction === 'up' && half.records.some((record) => record.seq === seq)
    }
    const needs = recorded
      .filter((row) => row.line === otherLine && ((row.id === last?.id && row.seq === last.seq) || isBegun(row)))
      .flatMap(({ requires }) => requires)
    for (const requirement of new Set(needs)) {
      if (parseRequirement(requirement).line === line && !isMet(requirement, left))
        problems.push({ code: 'REQUIRED_BY', line, otherLine, requirement })
    }
  }
  return problems
}
