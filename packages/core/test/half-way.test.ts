// Owns: what is planned, refused and told while a migration is half way.
// Must not know: how a statement comes to be recorded.

import { describe, expect, it } from 'vitest'
import { sqlite } from '../src/driver.ts'
import type { Receipt, StepRecord } from '../src/model/journal.ts'
import { code, type Migration, steps } from '../src/model/migration.ts'
import type { Planning } from '../src/model/plan.ts'
import { describeProblem } from '../src/pure/words/describe-problem.ts'
import { status } from '../src/pure/planning/status.ts'
import { type Case, ids, journalOf, migration, planOf, receipt, record, registryOf } from './planning.ts'

const ALL = ['1', '2', '3', '4', '5']
const UP = ['CREATE TABLE a (b)', 'CREATE TABLE c (d)']
const DOWN = ['DROP TABLE c', 'DROP TABLE a']

/** One whose statements are recorded one by one, in both directions. */
const forbidden = (id: string, over: Partial<Migration> = {}): Migration =>
  migration(id, { up: UP, down: DOWN, transaction: 'forbidden', ...over })
const having = (...wanted: readonly string[]): readonly Migration[] => wanted.map((id) => forbidden(id))
/** `3` is receipt 3 of the line, of `forbidden('3')`. */
const applied = (...wanted: readonly string[]): readonly Receipt[] =>
  wanted.map((id) => receipt(id, { checksum: 'manual', rawChecksum: undefined }))

/** The first statement has run. */
const halfUp = (id: string, over: Partial<StepRecord> = {}): StepRecord => record(id, 0, UP[0] ?? '', over)
const halfDown = (id: string, over: Partial<StepRecord> = {}): StepRecord => record(id, 0, DOWN[0] ?? '', { seq: 2, ...over })
const open = { state: 'open', intent: { kind: 'statement', text: 'DROP TABLE a', effect: undefined, repeat: 'unknown' } } as const

const firstOf = (planning: Planning): unknown => (planning.ok ? planning.plan.steps[0] : planning.problems)

type Row = readonly [string, Case, readonly string[]]

describe('half way down', () => {
  const five: Case = { code: having(...ALL), applied: applied(...ALL), steps: [halfDown('5')] }
  const six: Case = { code: having(...ALL, '6'), applied: applied(...ALL), steps: [halfDown('5')] }
  const old: Case = { code: having(...ALL, '6'), applied: applied(...ALL, '6'), steps: [halfDown('5')] }
  const gone: Case = { code: having('1', '2'), applied: applied('1', '2', '5'), steps: [halfDown('5')] }

  it.each<Row>([
    ['nothing is pending', five, ['HALF_WAY']],
    ['a later one is pending', six, ['HALF_WAY']],
    ['it is the target', { ...five, target: { to: '5' } }, ['HALF_WAY']],
    ['nothing is to be done', { ...six, target: { steps: 0 } }, ['HALF_WAY']],
    ['the rest is only to be recorded', { ...six, policy: { effect: 'record' } }, ['HALF_WAY']],
    ['the code does not have it', gone, ['HALF_WAY', 'UNKNOWN_APPLIED']],
  ])('up is refused where %s', (_, given, expected) => {
    expect(ids(planOf(given))).toEqual(expected)
  })

  it.each<Row>([
    ['by one step', { ...five, target: { steps: 1 } }, ['5']],
    ['before the others', { ...five, target: { to: '2' } }, ['5', '4', '3']],
    ['before one that was applied after it', { ...old, target: { steps: 2 } }, ['5', '6']],
    ['before one that was applied after it, to a target', { ...old, target: { to: '4' } }, ['5', '6']],
    [
      'by what the receipt kept where the code does not have it',
      { ...gone, target: { steps: 1 }, recordedDowns: new Map([['5', JSON.stringify({ script: DOWN, transaction: 'forbidden' })]]) },
      ['5'],
    ],
  ])('down goes on with it: %s', (_, given, expected) => {
    const planning = planOf({ ...given, direction: 'down' })
    expect(ids(planning)).toEqual(expected)
    expect(firstOf(planning)).toMatchObject({ id: '5', kind: 'journaled', seq: 2, from: 1 })
  })

  it('down over the others is refused where it would be left as it is', () => {
    expect(planOf({ ...five, direction: 'down', target: { to: '5' } })).toMatchObject({ problems: [{ code: 'HALF_WAY', id: '5' }] })
    expect(planOf({ ...old, direction: 'down', target: { to: '5' } })).toMatchObject({ problems: [{ code: 'HALF_WAY', id: '5' }] })
  })

  it.each<readonly [string, readonly string[]]>([
    ['by other words', ['DROP TABLE c', 'DROP TABLE IF EXISTS a', 'DROP TABLE e']],
    ['to nothing', ['DROP TABLE c']],
  ])('what has not run may be mended: %s', (_, down) => {
    const given: Case = { code: [forbidden('5', { down })], applied: applied('5'), steps: [halfDown('5')], direction: 'down' }
    expect(planOf(given)).toMatchObject({ plan: { steps: [{ from: 1, statements: down.map((text) => ({ text })) }] } })
  })

  it.each<readonly [string, Case, string]>([
    ['the script was changed', { code: [forbidden('5', { down: ['DROP TABLE e', 'DROP TABLE a'] })] }, 'down'],
    ['the script has become a function', { code: [forbidden('5', { down: code('r', async () => {}) })] }, 'down'],
    [
      'the script has gone for this engine',
      { code: [forbidden('5', { down: { postgres: DOWN } })], policy: { missingVariant: 'empty' } },
      'down',
    ],
    [
      'the receipt kept another one',
      { code: [], recordedDowns: new Map([['5', JSON.stringify({ script: ['DROP TABLE e'] })]]) },
      'recorded down',
    ],
  ])('what has run must stand: %s', (_, given, script) => {
    const planning = planOf({ applied: applied('5'), steps: [halfDown('5')], direction: 'down', ...given })
    expect(planning).toMatchObject({ problems: [{ code: 'PREFIX_CHANGED', id: '5', n: 0, script }] })
  })

  it('a statement of it that nobody knows is named on the way up too', () => {
    const planning = planOf({ ...five, steps: [halfDown('5'), record('5', 1, 'DROP TABLE a', { seq: 2, ...open })] })
    expect(planning).toMatchObject({
      problems: [
        { code: 'STATEMENT_UNRESOLVED', id: '5', n: 1 },
        { code: 'HALF_WAY', done: 1 },
      ],
    })
  })

  it('it meets no requirement of another line', () => {
    const agents = ['1', '2'].map((id) => receipt(id, { line: 'agents' }))
    const given = { code: ['9'], applied: agents, steps: [halfDown('2', { line: 'agents' })] }
    expect(ids(planOf({ ...given, requires: ['agents>=2'] }))).toEqual(['REQUIREMENT_UNMET'])
    expect(ids(planOf({ ...given, requires: ['agents>=1'] }))).toEqual(['9'])
  })
})

describe('half way up', () => {
  const three: Case = { code: having(...ALL), applied: applied('1', '2'), steps: [halfUp('3')] }
  const late: Case = { code: having(...ALL), applied: applied('1'), steps: [halfUp('3')] }
  const gone: Case = { code: having('1', '2'), applied: applied('1', '2'), steps: [halfUp('3')] }

  it.each<Row>([
    ['by one step', { ...three, target: { steps: 1 } }, ['3']],
    ['before the others', three, ['3', '4', '5']],
    ['before a late one, which may only follow it', { ...late, policy: { order: 'any' } }, ['3', '2', '4', '5']],
    ['before a late one, by one step', { ...late, policy: { order: 'any' }, target: { steps: 1 } }, ['3']],
    ['although a later one is applied: it has begun, so it is not late', { ...three, applied: applied('1', '2', '4') }, ['3', '5']],
  ])('up goes on with it: %s', (_, given, expected) => {
    const planning = planOf(given)
    expect(ids(planning)).toEqual(expected)
    expect(firstOf(planning)).toMatchObject({ id: '3', kind: 'journaled', seq: 1, from: 1 })
  })

  it.each<Row>([
    ['by one step', { ...three, target: { steps: 1 } }, ['HALF_WAY']],
    ['to a target', { ...three, target: { to: '1' } }, ['HALF_WAY']],
    ['to what is applied', { ...three, target: { to: '2' } }, ['HALF_WAY']],
    ['to nothing, where nothing is applied', { ...three, applied: [], target: { to: 'nothing' } }, ['HALF_WAY']],
    ['where the code does not have it', { ...gone, target: { steps: 1 } }, ['HALF_WAY']],
    [
      'in durable steps',
      {
        ...three,
        code: [forbidden('1'), migration('3', { up: steps('r', async () => {}) })],
        applied: applied('1'),
        steps: [halfUp('3', { name: 's' })],
      },
      ['HALF_WAY'],
    ],
  ])('down is refused: %s', (_, given, expected) => {
    expect(ids(planOf({ direction: 'down', ...given }))).toEqual(expected)
  })

  it.each<Row>([
    ['the code does not have it', gone, ['HALF_WAY']],
    ['others are to go before it', { ...late, policy: { order: 'any' }, target: { to: '2' } }, ['HALF_WAY']],
    ['others are late because of it', late, ['OUT_OF_ORDER']],
  ])('up is refused where %s', (_, given, expected) => {
    expect(ids(planOf(given))).toEqual(expected)
  })

  it.each<Row>([
    ['everything below it is applied', { ...three, target: { to: '2' } }, []],
    ['nothing is to be done', { ...three, target: { steps: 0 } }, []],
    ['it is only to be recorded', { ...three, policy: { effect: 'record' } }, ['3', '4', '5']],
    ['others are only to be recorded', { ...late, target: { to: '2' }, policy: { effect: 'record' } }, ['2']],
    [
      'a person wrote a later receipt by hand',
      { ...three, applied: [receipt('3', { direction: 'down', ordinal: 1, seq: 2 })], steps: [halfUp('3')], target: { steps: 1 } },
      ['1'],
    ],
    ['it belongs to another line', { ...three, steps: [halfUp('3', { line: 'agents' })], target: { steps: 1 } }, ['3']],
  ])('nothing stands in the way where %s', (_, given, expected) => {
    expect(ids(planOf(given))).toEqual(expected)
  })

  it('what a baseline records over it is told', () => {
    const told = (planning: Planning): unknown =>
      planning.ok && planning.warnings.filter(({ code: found }) => found === 'HALF_WAY_RECORDED')
    const [own, others] = [three, { ...late, target: { to: '2' } } as const]
    expect(told(planOf({ ...own, policy: { effect: 'record' } }))).toEqual([
      { code: 'HALF_WAY_RECORDED', id: '3', done: 1, unit: 'statement' },
    ])
    expect(told(planOf({ ...others, policy: { effect: 'record' } }))).toEqual([])
  })

  it.each<readonly [string, Case['code'], Case['policy']]>([
    ['a function took its place', [forbidden('3', { up: code('r', async () => {}) })], {}],
    ['the script has gone for this engine', [forbidden('3', { up: { postgres: UP } })], { missingVariant: 'empty' }],
    ['the script was changed', [forbidden('3', { up: ['CREATE TABLE e (f)'] })], {}],
  ])('what has run must stand: %s', (_, has, over = {}) => {
    const given: Case = { code: has, applied: [], steps: [halfUp('3')] }
    expect(planOf({ ...given, policy: over })).toMatchObject({ problems: [{ code: 'PREFIX_CHANGED', id: '3', n: 0, script: 'up' }] })
    expect(planOf({ ...given, policy: { ...over, effect: 'record' } })).toMatchObject({ plan: { steps: [{ kind: 'record' }] } })
  })
})

// Two runs in durable steps, each its own way, can both die in the middle.
describe('one half way down and one half way up', () => {
  const both: Case = { code: having(...ALL), applied: applied('1', '2', '3', '4'), steps: [halfDown('4'), halfUp('5')] }

  it('the way down is finished first, and nothing else until then', () => {
    expect(planOf(both)).toMatchObject({ problems: [{ code: 'HALF_WAY', id: '4', way: 'down' }] })
    expect(ids(planOf({ ...both, direction: 'down', target: { steps: 1 } }))).toEqual(['4'])
    expect(planOf({ ...both, direction: 'down', target: { steps: 2 } })).toMatchObject({ problems: [{ code: 'HALF_WAY', id: '5' }] })
  })
})

describe('what is said', () => {
  const said = (given: Case): readonly [string, string] => {
    const planning = planOf(given)
    if (planning.ok) throw new Error('nothing was refused')
    const { message, remedy } = describeProblem(planning.problems[0])
    return [message, remedy]
  }

  it.each<readonly [string, Case, readonly [string, string]]>([
    [
      'of a way down',
      { code: having('1'), applied: applied('1'), steps: [halfDown('1')] },
      [
        `Migration '1' is half way down: 1 statement has run and is recorded, and the migration has not ended.`,
        `Finish it first: 'migrate down --steps 1' goes on behind what has run. What has not run yet may be mended.`,
      ],
    ],
    [
      'of a way up',
      { code: having('1'), applied: [], steps: [halfUp('1'), record('1', 1, UP[1] ?? '')], direction: 'down' },
      [
        `Migration '1' is half way up: 2 statements have run and are recorded, and the migration has not ended.`,
        `Finish it first: 'migrate up --to 1' goes on behind what has run. What has not run yet may be mended.`,
      ],
    ],
    [
      'of a way up that the code does not know',
      { code: [], applied: [], steps: [halfUp('1', { name: 'copy' })] },
      [
        `Migration '1' is half way up: 1 step has run and is recorded, and the migration has not ended. The code does not have it.`,
        `Finish it first, with the code that has it: 'migrate up --to 1' goes on behind what has run.`,
      ],
    ],
    [
      'of a way down that the code does not know',
      { code: [], applied: applied('1'), steps: [halfDown('1')] },
      [
        `Migration '1' is half way down: 1 statement has run and is recorded, and the migration has not ended. The code does not have it.`,
        `Finish it first: 'migrate down --steps 1' goes on behind what has run, by the 'down' that its receipt kept.`,
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(said(given)).toEqual(expected)
  })
})

describe('status', () => {
  const told = (given: Case): unknown =>
    status(registryOf(given), journalOf(given), sqlite).migrations.map(({ id, state, halfWay }) => [id, state, halfWay])

  it('says which way, and how far', () => {
    const given = { code: having('1', '2', '3'), applied: applied('1', '2') }
    expect(told({ ...given, steps: [halfDown('2')] })).toEqual([
      ['1', 'applied', undefined],
      ['2', 'partial', { direction: 'down', done: 1, open: undefined }],
      ['3', 'pending', undefined],
    ])
    const unknown = record('3', 1, 'DROP TABLE a', open)
    expect(told({ ...given, steps: [halfUp('3'), unknown] })).toEqual([
      ['1', 'applied', undefined],
      ['2', 'applied', undefined],
      ['3', 'partial', { direction: 'up', done: 1, open: { n: 1, text: 'DROP TABLE a', startedAt: '2026-01-01T00:00:00.000Z' } }],
    ])
  })

  it('shows what only the database knows, and what is late because of it', () => {
    expect(told({ code: having('2'), applied: [], steps: [halfUp('3')] })).toEqual([
      ['2', 'out-of-order', undefined],
      ['3', 'unknown', { direction: 'up', done: 1, open: undefined }],
    ])
    expect(told({ code: [], applied: applied('3'), steps: [halfDown('3')] })).toEqual([
      ['3', 'unknown', { direction: 'down', done: 1, open: undefined }],
    ])
  })
})
