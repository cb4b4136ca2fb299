import { expect, test } from 'vitest'
import { isDriverError, type Block, type Driver } from '@godwit/core/driver'
import { describeOn } from '@godwit/servers/vitest'
import { faulty } from '../src/faulty/faulty.ts'
import { column } from '../src/probe.ts'
import { mysqlReference } from './server/mysql.ts'

const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`
const BLOCKS: readonly Block[] = [
  { statements: [insert(1), insert(2)], foreignKeys: 'enforced' },
  { statements: ['START TRANSACTION', insert(3), insert(4), 'COMMIT'], foreignKeys: 'enforced' },
  { statements: [insert(5)], foreignKeys: 'enforced' },
]

/** What the database has when message `at` is lost before it arrives, and after it took effect; and the blocks announced. */
const HELD: readonly (readonly [before: readonly number[], after: readonly number[], announced: readonly number[]])[] = [
  [[], [1], []],
  [[1], [1, 2], []],
  [[1, 2], [1, 2], [0]],
  [[1, 2], [1, 2], [0]],
  [[1, 2], [1, 2], [0]],
  [[1, 2], [1, 2, 3, 4], [0]],
  [
    [1, 2, 3, 4],
    [1, 2, 3, 4, 5],
    [0, 1],
  ],
]

describeOn('mariadb', (server) => {
  for (const [at, [before, after, announced]] of HELD.entries()) {
    for (const [when, held] of [
      ['before', before],
      ['after', after],
    ] as const) {
      for (const loses of ['connection', 'client'] as const) {
        test(`an ordered batch that loses its ${loses} ${when} statement ${at} has what came before, and of an open transaction nothing`, async () => {
          const { url } = await server.freshDatabase()
          const [observer, driver] = [mysqlReference(url), faulty(mysqlReference(url), { at, when, loses })]
          const looking = await observer.open('write')
          await looking.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
          const heard: number[] = []
          const error = await failure(driver, heard)
          expect(isDriverError(error) && { reason: error.reason, outcome: error.outcome }).toEqual({
            reason: 'connection',
            outcome: 'unknown',
          })
          expect(driver.struck).toBe(driver.messages[at])
          expect(driver.messages).toHaveLength(at + 1)
          expect(heard).toEqual(announced)
          // A transaction that the server has not undone yet keeps this one waiting.
          await looking.run('UPDATE items SET id = id')
          expect(await column(looking, 'SELECT id FROM items ORDER BY id')).toEqual(held)
          await driver.close()
          await observer.close()
        })
      }
    }
  }

  test('every statement of an ordered batch is a point, and its blocks have no end of their own', async () => {
    const { url } = await server.freshDatabase()
    const driver = faulty(mysqlReference(url))
    const session = await driver.open('write')
    await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
    await session.batch(BLOCKS)
    expect(driver.messages.slice(1).map(({ kind }) => kind)).toEqual(HELD.map(() => 'statement'))
    await driver.close()
  })
})

async function failure(driver: Driver, heard: number[]): Promise<unknown> {
  const session = await driver.open('write')
  try {
    await session.batch(BLOCKS, (block) => {
      heard.push(block)
      return 'continue'
    })
  } catch (error) {
    return error
  }
  return undefined
}
