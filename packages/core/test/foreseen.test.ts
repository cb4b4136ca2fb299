// Owns: that a history foreseen is the history that the plans would leave.
// Must not know: how a plan is run.

import { describe, expect, it } from 'vitest'
import { foreseen } from '../src/pure/journal/foreseen.ts'
import { history } from '../src/pure/journal/history.ts'
import { unmetRequirements } from '../src/pure/planning/requirement.ts'
import { type Case, journalOf, planOf, receipt, record } from './planning.ts'

function after(given: Case): ReturnType<typeof foreseen> {
  const planning = planOf(given)
  if (!planning.ok) throw new Error(JSON.stringify(planning.problems))
  return foreseen(journalOf(given), [planning.plan])
}

describe('a history as it will be', () => {
  it.each<readonly [string, Case, readonly string[], number]>([
    ['of a plan for a fresh database', { code: ['1', '2'] }, ['1', '2'], 3],
    ['of a plan for the rest', { code: ['1', '2', '3'], applied: ['1'] }, ['1', '2', '3'], 4],
    ['of a way down', { code: ['1', '2'], applied: ['1', '2'], direction: 'down', target: { steps: 1 } }, ['1'], 4],
    ['of a plan with nothing in it', { code: ['1'], applied: ['1'] }, ['1'], 2],
  ])('%s', (_, given, applied, nextOrdinal) => {
    const then = history(after(given), 'app')
    expect({ inTime: then.inTime, nextOrdinal: then.nextOrdinal }).toEqual({ inTime: applied, nextOrdinal })
  })

  it('has nothing half way that a plan finishes', () => {
    const given: Case = { code: ['1'], applied: [], steps: [record('1', 0, 'CREATE TABLE t1 (a)')] }
    expect([history(journalOf(given), 'app').halfWay.size, history(after(given), 'app').halfWay.size]).toEqual([1, 0])
  })

  it('meets what another line requires, and only from there on', () => {
    const missing = (given: Case): readonly string[] => unmetRequirements(['app>=2'], after(given))
    expect(missing({ code: ['1', '2'] })).toEqual([])
    expect(missing({ code: ['1', '2'], target: { to: '1' } })).toEqual(['app>=2'])
    expect(missing({ code: ['1', '2'], applied: [receipt('1'), receipt('2')], direction: 'down', target: { to: '1' } })).toEqual(['app>=2'])
  })
})
