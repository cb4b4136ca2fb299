import { describe, expect, it } from 'vitest'
import { mysql, postgres, sqlite } from '../src/driver.ts'
import { code, steps } from '../src/model/migration.ts'
import { compileNothing } from '../src/pure/planning/drift.ts'
import { type Case, ids, migration, planOf, receipt, record, up } from './planning.ts'

describe('which migrations are planned', () => {
  it.each<readonly [string, Case, readonly string[]]>([
    ['all of them on a fresh database', { code: ['1', '2', '3'] }, ['1', '2', '3']],
    ['9 before 10, whatever the order in the code', { code: ['10', '9', '1'] }, ['1', '9', '10']],
    ['those that are not applied', { code: ['1', '2', '3'], applied: ['1'] }, ['2', '3']],
    ['up to and with the target', { code: ['1', '2', '3'], target: { to: '2' } }, ['1', '2']],
    ['as many as the steps say', { code: ['1', '2', '3'], target: { steps: 1 } }, ['1']],
    ['up to the id where the number of steps is left open', { code: ['1', '2'], target: { to: '1', steps: undefined } }, ['1']],
    ['none for 0 steps', { code: ['1'], target: { steps: 0 } }, []],
    ['nothing when the target is applied', { code: ['1', '2'], applied: ['1', '2'], target: { to: '1' } }, []],
    ['a late one when late ones are allowed', { code: ['1', '2', '3'], applied: ['1', '3'], policy: { order: 'any' } }, ['2']],
    ['one that was reverted', { code: ['1'], applied: ['1', receipt('1', { seq: 2, direction: 'down', ordinal: 2 })] }, ['1']],
    [
      'again, those that were taken back, and no other',
      {
        code: ['1', '2', '3', '4'],
        applied: ['1', '3', receipt('3', { seq: 2, direction: 'down', ordinal: 4 })],
        target: { again: ['3', '1'] },
      },
      ['3'],
    ],
    [
      'going down, the newest in time first',
      {
        code: ['1', '2', '3'],
        applied: [receipt('1', { ordinal: 2 }), receipt('2', { ordinal: 3 }), receipt('3', { ordinal: 1 })],
        direction: 'down',
      },
      ['2', '1', '3'],
    ],
    [
      'going down to a target, those above it',
      { code: ['1', '2', '3'], applied: ['1', '2', '3'], direction: 'down', target: { to: '1' } },
      ['3', '2'],
    ],
    ['going down by steps', { code: ['1', '2', '3'], applied: ['1', '2', '3'], direction: 'down', target: { steps: 2 } }, ['3', '2']],
    [
      'a row written by hand at the place that its time gives',
      {
        code: ['1', '2', '3'],
        applied: [
          receipt('1', { appliedAt: '2026-01-01T00:00:00.000Z' }),
          receipt('2', { ordinal: undefined, checksum: 'manual', appliedAt: '2026-01-02 00:00:00' }),
          receipt('3', { appliedAt: '2026-01-03T00:00:00.000Z' }),
        ],
        direction: 'down',
      },
      ['3', '2', '1'],
    ],
  ])('%s', (_, given, expected) => {
    expect(ids(planOf(given))).toEqual(expected)
  })
})

describe('what is refused', () => {
  it.each<readonly [string, Case, readonly string[]]>([
    ['an unknown target', { code: ['1'], target: { to: '7' } }, ['TARGET_UNKNOWN']],
    ['an unknown target going down', { code: ['1'], applied: ['1'], direction: 'down', target: { to: '7' } }, ['TARGET_UNKNOWN']],
    ['going up to nothing', { code: ['1'], target: { to: 'nothing' } }, ['TARGET_INVALID']],
    ['going down to latest', { code: ['1'], direction: 'down', target: { to: 'latest' } }, ['TARGET_INVALID']],
    ['going down to what is not applied', { code: ['1', '2'], applied: ['1'], direction: 'down', target: { to: '2' } }, ['TARGET_INVALID']],
    ['again going down', { code: ['1'], applied: ['1'], direction: 'down', target: { again: ['1'] } }, ['TARGET_INVALID']],
    ['again what was never applied', { code: ['1', '2'], applied: ['1'], target: { again: ['2'] } }, ['TARGET_INVALID']],
    ['again what the code does not have', { code: ['1'], applied: ['1'], target: { again: ['2'] } }, ['TARGET_UNKNOWN']],
    ['half a step', { code: ['1'], target: { steps: 0.5 } }, ['TARGET_INVALID']],
    ['a negative number of steps', { code: ['1'], target: { steps: -1 } }, ['TARGET_INVALID']],
    ['a late migration', { code: ['1', '2', '3'], applied: ['1', '3'] }, ['OUT_OF_ORDER']],
    ['an applied one that the code does not have', { code: ['1'], applied: ['1', '2'] }, ['UNKNOWN_APPLIED']],
    ['a changed one', { code: [migration('1', { up: ['CREATE TABLE t1 (b)'] })], applied: ['1'] }, ['CHECKSUM_CHANGED']],
    [
      'going down over a changed one',
      { code: [migration('1', { up: ['CREATE TABLE t1 (b)'] })], applied: ['1'], direction: 'down' },
      ['CHECKSUM_CHANGED'],
    ],
    [
      'going down over one without a down',
      { code: [{ id: '1', description: 'd', up: up('1') }], applied: ['1'], direction: 'down' },
      ['IRREVERSIBLE'],
    ],
    ['going down over an unknown one whose receipt kept nothing', { code: [], applied: ['1'], direction: 'down' }, ['IRREVERSIBLE']],
    [
      'going down where only other engines have a way back, whatever a missing variant means',
      {
        code: [migration('1', { down: { postgres: ['SELECT 2'] } })],
        applied: ['1'],
        direction: 'down',
        policy: { missingVariant: 'empty' },
      },
      ['IRREVERSIBLE_HERE'],
    ],
    ['a missing variant', { code: [migration('1', { up: { postgres: ['SELECT 1'] } })] }, ['VARIANT_MISSING']],
    ['a requirement that is not met', { code: ['1'], requires: ['agents>=004'] }, ['REQUIREMENT_UNMET']],
    [
      'a requirement that is met by too early a migration',
      { code: ['1'], applied: [receipt('3', { line: 'agents' })], requires: ['agents>=004'] },
      ['REQUIREMENT_UNMET'],
    ],
    ['what is applied under another line', { code: ['1'], applied: [receipt('1', { line: 'agents' })] }, ['OTHER_LINE']],
    ['COMMIT in a script', { code: [migration('1', { up: ['CREATE TABLE a (b); COMMIT; CREATE TABLE c (d)'] })] }, ['TRANSACTION_CONTROL']],
    ['VACUUM in a transaction', { code: [migration('1', { up: ['VACUUM'] })] }, ['TRANSACTION_REFUSED']],
    [
      'a rebuild with foreign keys on',
      { code: [migration('1', { up: ['CREATE TABLE n (a); DROP TABLE p; ALTER TABLE n RENAME TO p'] })] },
      ['REBUILD_UNSAFE'],
    ],
    ['a string without an end', { code: [migration('1', { up: ["SELECT 'a"] })] }, ['SQL_UNREADABLE']],
  ])('%s', (_, given, expected) => {
    expect(ids(planOf(given))).toEqual(expected)
  })

  it('names the nearest id', () => {
    const planning = planOf({ code: ['001_users', '002_posts'], target: { to: '002_post' } })
    expect(planning).toMatchObject({ problems: [{ code: 'TARGET_UNKNOWN', target: '002_post', nearest: '002_posts' }] })
  })

  it('says everything at once', () => {
    const planning = planOf({ code: ['1', migration('2', { up: ['VACUUM'] }), migration('4', { up: ['COMMIT'] })], applied: ['3'] })
    expect(ids(planning)).toEqual(['UNKNOWN_APPLIED', 'OUT_OF_ORDER', 'OUT_OF_ORDER', 'TRANSACTION_REFUSED', 'TRANSACTION_CONTROL'])
  })
})

describe('what is accepted', () => {
  it('a changed one when checksums are not looked at', () => {
    expect(
      ids(planOf({ code: [migration('1', { up: ['CREATE TABLE t1 (b)'] }), '2'], applied: ['1'], policy: { checksums: 'ignore' } })),
    ).toEqual(['2'])
  })

  it('a row written by hand, with a warning', () => {
    expect(planOf({ code: ['1'], applied: [receipt('1', { checksum: 'manual', rawChecksum: undefined })] })).toMatchObject({
      ok: true,
      warnings: [{ code: 'CHECKSUM_MANUAL', id: '1' }],
    })
  })

  it('a missing variant when it means that there is nothing to do', () => {
    const planning = planOf({ code: [migration('1', { up: { postgres: ['SELECT 1'] } })], policy: { missingVariant: 'empty' } })
    expect(planning).toMatchObject({ ok: true, plan: { steps: [{ kind: 'record', because: 'no-variant' }] } })
  })

  it('a way back that has nothing to do here, where there was nothing to do on the way up', () => {
    const elsewhere = migration('1', { up: { postgres: ['SELECT 1'] }, down: { postgres: ['SELECT 2'] } })
    const nothing = receipt('1', { checksum: compileNothing(sqlite), rawChecksum: undefined })
    const planning = planOf({ code: [elsewhere], applied: [nothing], direction: 'down', policy: { missingVariant: 'empty' } })
    expect(planning).toMatchObject({ ok: true, plan: { steps: [{ kind: 'record', because: 'no-variant' }] } })
  })

  it('a requirement that a later migration meets', () => {
    expect(ids(planOf({ code: ['1'], applied: [receipt('12', { line: 'agents' })], requires: ['agents>=004'] }))).toEqual(['1'])
  })

  it('going down over what the code does not have, by the down that its receipt kept', () => {
    const kept = JSON.stringify({ script: ['DROP TABLE t1; DROP TABLE x'], foreignKeys: 'suspended' })
    const planning = planOf({ code: [], applied: ['1'], direction: 'down', recordedDowns: new Map([['1', kept]]) })
    expect(planning).toMatchObject({
      ok: true,
      plan: {
        steps: [
          {
            id: '1',
            direction: 'down',
            kind: 'atomic',
            foreignKeys: 'suspended',
            statements: [{ text: 'DROP TABLE t1' }, { text: 'DROP TABLE x' }],
          },
        ],
      },
    })
  })

  it('whatever a baseline records, since it does not run', () => {
    const planning = planOf({
      code: ['1', migration('2', { up: ['VACUUM'] })],
      applied: [receipt('3', { line: 'other' })],
      policy: { effect: 'record' },
    })
    expect(planning).toMatchObject({
      ok: true,
      plan: {
        steps: [
          { kind: 'record', because: 'baseline' },
          { kind: 'record', because: 'baseline' },
        ],
      },
    })
  })
})

describe('how a step runs', () => {
  it('is one transaction where the engine and the migration allow', () => {
    expect(planOf({ code: ['1'] })).toMatchObject({ plan: { steps: [{ kind: 'atomic', seq: 1, ordinal: 1 }] } })
  })

  it('is statement by statement where the migration forbids a transaction', () => {
    expect(planOf({ code: [migration('1', { up: ['VACUUM'], transaction: 'forbidden' })] })).toMatchObject({
      plan: { steps: [{ kind: 'journaled', from: 0 }] },
    })
  })

  it('is statement by statement where DDL commits by itself', () => {
    expect(planOf({ code: ['1'], ddl: 'autocommit', dialect: mysql })).toMatchObject({ plan: { steps: [{ kind: 'journaled' }] } })
  })

  it('is statement by statement where the caller wants no transaction', () => {
    expect(planOf({ code: ['1'], policy: { transaction: 'never' } })).toMatchObject({ plan: { steps: [{ kind: 'journaled' }] } })
  })

  it('is a function for code', () => {
    const planning = planOf({
      code: [migration('1', { up: code('r1', async () => {}) }), migration('2', { up: steps('r2', async () => {}) })],
    })
    expect(planning).toMatchObject({
      plan: {
        steps: [
          { kind: 'code', revision: 'r1' },
          { kind: 'steps', revision: 'r2' },
        ],
      },
    })
  })

  it('suspends foreign keys only where the engine needs it', () => {
    const rebuild = migration('1', { up: ['SELECT 1'], foreignKeys: 'suspended' })
    expect(planOf({ code: [rebuild] })).toMatchObject({ plan: { steps: [{ foreignKeys: 'suspended' }] } })
    expect(planOf({ code: [rebuild], dialect: postgres })).toMatchObject({ plan: { steps: [{ foreignKeys: 'enforced' }] } })
  })

  it('takes the flavor before the family before any', () => {
    const one = migration('1', { up: { libsql: ['SELECT 1'], sqlite: ['SELECT 2'], any: ['SELECT 3'] } })
    const text = (dialect: typeof sqlite): unknown => {
      const planning = planOf({ code: [one], dialect })
      const step = planning.ok ? planning.plan.steps[0] : undefined
      return step?.kind === 'atomic' ? step.statements[0]?.text : planning
    }
    expect([text({ ...sqlite, flavor: 'libsql' }), text(sqlite), text(postgres)]).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3'])
  })

  it('counts seq and ordinal on from the history', () => {
    const planning = planOf({ code: ['1', '2'], applied: ['1', receipt('1', { seq: 2, direction: 'down', ordinal: 2 })] })
    expect(planning).toMatchObject({
      plan: {
        steps: [
          { id: '1', seq: 3, ordinal: 3 },
          { id: '2', seq: 1, ordinal: 4 },
        ],
      },
    })
  })
})

describe('a migration that is half way', () => {
  const three = migration('1', { up: ['VACUUM', 'CREATE TABLE a (b)', 'ANALYZE'], transaction: 'forbidden' })

  it('continues after the last statement that is recorded', () => {
    expect(planOf({ code: [three], applied: [], steps: [record('1', 0, 'VACUUM'), record('1', 1, 'CREATE TABLE a (b)')] })).toMatchObject({
      plan: { steps: [{ kind: 'journaled', from: 2 }] },
    })
  })

  it('stops at an open statement that nobody knows', () => {
    expect(
      planOf({ code: [three], applied: [], steps: [record('1', 0, 'VACUUM'), record('1', 1, 'CREATE TABLE a (b)', { state: 'open' })] }),
    ).toMatchObject({ problems: [{ code: 'STATEMENT_UNRESOLVED', n: 1 }] })
  })

  it('refuses when a finished statement was edited', () => {
    expect(planOf({ code: [three], applied: [], steps: [record('1', 0, 'VACUUM main')] })).toMatchObject({
      problems: [{ code: 'PREFIX_CHANGED', n: 0 }],
    })
  })

  it('stays statement by statement when the edited migration would now be one transaction', () => {
    const now = migration('1', { up: ['CREATE TABLE a (b)', 'ANALYZE'] })
    expect(planOf({ code: [now], applied: [], steps: [record('1', 0, 'CREATE TABLE a (b)')] })).toMatchObject({
      plan: { steps: [{ kind: 'journaled', from: 1 }] },
    })
  })
})

describe('the hash of a plan', () => {
  const hash = (given: Case): string => {
    const planning = planOf(given)
    return planning.ok ? planning.plan.hash : ''
  }

  it('is the same for the same text in the same order, whatever the history', () => {
    expect(hash({ code: ['1', '2'], applied: ['1'] })).toBe(
      hash({ code: ['1', '2'], applied: ['1', receipt('2', { ordinal: 2 }), receipt('2', { seq: 2, direction: 'down', ordinal: 3 })] }),
    )
  })

  it('is another one for another text, order of application or direction', () => {
    const hashes = [
      hash({ code: ['1'] }),
      hash({ code: [migration('1', { up: ['CREATE TABLE x (y)'] })] }),
      hash({ code: ['1', '2'] }),
      hash({ code: ['1'], applied: ['1'], direction: 'down' }),
    ]
    expect(new Set(hashes).size).toBe(4)
  })
})
