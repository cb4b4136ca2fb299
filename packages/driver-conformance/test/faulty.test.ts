import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isDriverError, type Block, type Driver, type DriverError, type Session } from '@godwit/core/driver'
import { factsOf } from '../src/bench.ts'
import { exercise } from '../src/exercise.ts'
import type { Fault } from '../src/faulty/fault.ts'
import { faulty } from '../src/faulty/faulty.ts'
import { driverLaws } from '../src/laws/index.ts'
import { column } from '../src/probe.ts'
import { standing } from '../src/standing.ts'
import type { Fresh } from '../src/subject.ts'
import { reference } from './reference/driver.ts'
import { onFile } from './reference/on-file.ts'

describe('without a fault, a faulty driver obeys what the driver under it obeys', () => {
  const open = (): Promise<Fresh> => onFile((path) => faulty(reference(path)))
  const facts = factsOf(reference('unused'), { connect: () => reference('unused'), dispose: () => {}, folder: 'unused' })
  for (const law of driverLaws.filter((candidate) => standing(candidate, facts).kind === 'applies'))
    test(law.name, () => exercise(law, open))
})

let fresh: Fresh
beforeEach(async () => {
  fresh = await onFile(reference)
  const session = await fresh.connect().open('write')
  await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
  await session.close()
})
afterEach(() => fresh.dispose())

const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`
const BLOCKS: readonly Block[] = [
  { statements: [insert(1), insert(2)], foreignKeys: 'enforced' },
  { statements: [insert(3), insert(4)], foreignKeys: 'suspended' },
]

describe('messages', () => {
  test('a run, a transaction and every part of a batch are one each', async () => {
    const driver = faulty(fresh.connect())
    await everything(driver)
    expect(driver.messages.map(({ kind, text }) => text ?? kind)).toEqual([
      insert(10),
      'begin',
      insert(20),
      'commit',
      'begin',
      insert(30),
      'rollback',
      insert(1),
      insert(2),
      'block end',
      insert(3),
      insert(4),
      'block end',
    ])
    expect(driver.struck).toBeUndefined()
  })

  test('of a batch that the database refuses, those up to the refused statement count', async () => {
    const driver = faulty(fresh.connect())
    const session = await driver.open('write')
    await expect(session.batch([BLOCKS[0]!, { statements: [insert(5), insert(1), insert(6)], foreignKeys: 'enforced' }])).rejects.toThrow(
      'UNIQUE',
    )
    expect(driver.messages.map(({ kind, text }) => text ?? kind)).toEqual([insert(1), insert(2), 'block end', insert(5), insert(1)])
    await driver.close()
  })

  test('of a batch that was stopped, those of the blocks that ran count', async () => {
    const driver = faulty(fresh.connect())
    const session = await driver.open('write')
    await session.batch(BLOCKS, () => 'stop')
    expect(driver.messages).toHaveLength(3)
    await driver.close()
  })
})

describe('what holds when the connection is lost', () => {
  // Of everything(): the ids that the database has when message `at` is lost before it arrives, and after it took effect.
  const held: readonly (readonly [before: readonly number[], after: readonly number[]])[] = [
    [[], [10]],
    [[10], [10]],
    [[10], [10]],
    [[10], [10, 20]],
    [
      [10, 20],
      [10, 20],
    ],
    [
      [10, 20],
      [10, 20],
    ],
    [
      [10, 20],
      [10, 20],
    ],
    [
      [10, 20],
      [10, 20],
    ],
    [
      [10, 20],
      [10, 20],
    ],
    [
      [10, 20],
      [1, 2, 10, 20],
    ],
    [
      [1, 2, 10, 20],
      [1, 2, 10, 20],
    ],
    [
      [1, 2, 10, 20],
      [1, 2, 10, 20],
    ],
    [
      [1, 2, 10, 20],
      [1, 2, 3, 4, 10, 20],
    ],
  ]
  for (const [at, ids] of held.entries()) {
    for (const [index, when] of (['before', 'after'] as const).entries()) {
      for (const loses of ['connection', 'client'] as const) {
        test(`${when} message ${at} (${loses})`, async () => {
          const driver = faulty(fresh.connect(), { at, when, loses })
          const error = await failure(everything(driver))
          expect({ reason: error.reason, outcome: error.outcome }).toEqual({ reason: 'connection', outcome: 'unknown' })
          expect(driver.struck).toBe(driver.messages[at])
          expect(driver.messages).toHaveLength(at + 1)
          expect(await rows(fresh.connect())).toEqual(ids[index])
        })
      }
    }
  }

  test('every message of a full run was tried', async () => {
    const driver = faulty(fresh.connect())
    await everything(driver)
    expect(driver.messages).toHaveLength(held.length)
  })
})

test('blocks before the one that is lost are announced, the lost one is not, even if it holds', async () => {
  const driver = faulty(fresh.connect(), { at: 5, when: 'after' })
  const session = await driver.open('write')
  const heard: number[] = []
  await failure(
    session.batch(BLOCKS, (block) => {
      heard.push(block)
      return 'continue'
    }),
  )
  expect(heard).toEqual([0])
  expect(await rows(fresh.connect())).toEqual([1, 2, 3, 4])
})

test('the refusal of a statement whose answer is lost looks like any lost answer', async () => {
  const driver = faulty(fresh.connect(), { at: 1, when: 'after' })
  const session = await driver.open('write')
  const error = await failure(session.batch([{ statements: [insert(1), insert(1), insert(2)], foreignKeys: 'enforced' }]))
  expect(error.reason).toBe('connection')
  expect(driver.messages).toHaveLength(2)
  expect(await rows(fresh.connect())).toEqual([])
})

test('a refusal before the lost message is heard', async () => {
  const driver = faulty(fresh.connect(), { at: 2, when: 'before' })
  const session = await driver.open('write')
  const error = await failure(session.batch([{ statements: [insert(1), insert(1), insert(2)], foreignKeys: 'enforced' }]))
  expect(error).toMatchObject({ reason: 'constraint', at: { block: 0, statement: 1 } })
  expect(driver.struck).toBeUndefined()
  await driver.close()
})

describe('after the connection is lost', () => {
  const strike = async (loses: Fault['loses']): Promise<{ driver: Driver; other: Session; session: Session }> => {
    const driver = faulty(fresh.connect(), loses === undefined ? { at: 0, when: 'before' } : { at: 0, when: 'before', loses })
    const [other, session] = [await driver.open('write'), await driver.open('write')]
    await failure(session.run(insert(1)))
    return { driver, other, session }
  }

  test('its session is dead for good and closes quietly', async () => {
    const { driver, session } = await strike(undefined)
    for (const work of [() => session.run('SELECT 1'), () => session.begin(), () => session.batch(BLOCKS)]) {
      expect((await failure(work())).reason).toBe('connection')
    }
    await session.close()
    await driver.close()
  })

  test('other sessions live and more can be opened', async () => {
    const { driver, other } = await strike('connection')
    await other.run(insert(2))
    const more = await driver.open('write')
    await more.run(insert(3))
    await driver.close()
    expect(await rows(fresh.connect())).toEqual([2, 3])
  })

  test('with the client, a session that was being opened is dead, too, and ends', async () => {
    const sound = fresh.connect()
    let opened = 0
    let arrive = (): void => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    const late: Session[] = []
    const slow: Driver = {
      ...sound,
      open: async (purpose, signal) => {
        const session = await sound.open(purpose, signal)
        if (++opened === 1) return session
        await arrived
        late.push(session)
        return session
      },
    }
    const driver = faulty(slow, { at: 0, when: 'before', loses: 'client' })
    const first = await driver.open('write')
    const second = failure(driver.open('write'))
    expect(await failure(first.run(insert(1)))).toMatchObject({ reason: 'connection', outcome: 'unknown' })
    arrive()
    expect(await second).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
    await expect(late[0]?.run(insert(2))).rejects.toThrow(/closed/)
  })

  test('with the client, all sessions are dead and no more can be opened', async () => {
    const { driver, other } = await strike('client')
    expect((await failure(other.run(insert(2)))).reason).toBe('connection')
    expect((await failure(driver.open('write'))).reason).toBe('connection')
    await driver.close()
    expect(await rows(fresh.connect())).toEqual([])
  })
})

for (const closing of ['session', 'driver'] as const) {
  test(`a message that hangs fails when its ${closing} is closed, and never arrived`, async () => {
    for (const [at, held] of [
      [0, []],
      [3, [10]],
      [9, [10, 20]],
    ] as const) {
      const driver = faulty(fresh.connect(), { at, when: 'hang' })
      let session: Session | undefined
      const working = failure(everything(driver, (opened) => (session = opened)))
      while (driver.struck === undefined) await new Promise(setImmediate)
      await (closing === 'session' ? session : driver)?.close()
      expect(await working).toMatchObject({ reason: 'connection', outcome: 'unknown' })
      await driver.close()
      const observer = await fresh.connect().open('write')
      expect(await column(observer, 'SELECT id FROM items ORDER BY id')).toEqual(held)
      await observer.run('DELETE FROM items')
      await observer.close()
    }
  })
}

/** Thirteen messages of every kind. */
async function everything(driver: Driver, opened?: (session: Session) => void): Promise<void> {
  const session = await driver.open('write')
  opened?.(session)
  await session.run(insert(10))
  const first = await session.begin()
  await first.run(insert(20))
  await first.commit()
  const second = await session.begin()
  await second.run(insert(30))
  await second.rollback()
  await session.batch(BLOCKS)
  await driver.close()
}

async function failure(work: Promise<unknown>): Promise<DriverError> {
  try {
    await work
  } catch (error) {
    if (isDriverError(error)) return error
    throw error
  }
  throw new Error('nothing failed')
}

async function rows(driver: Driver): Promise<readonly unknown[]> {
  const session = await driver.open('read')
  try {
    return await column(session, 'SELECT id FROM items ORDER BY id')
  } finally {
    await driver.close()
  }
}
