// Owns: rows that were inserted many at once, and that each has the number that was returned for it.
// Must not know: statements' texts.

import { describe, expect, test } from 'vitest'
import { agents, type Handle } from '../src/index.ts'
import { appendSessionLogs, createAgent, createSession, listSessionLogs, type NewSessionLog } from '../src/lines/agents/index.ts'
import { onEveryEngine } from './on-every-engine.ts'

async function newSession(on: Handle): Promise<string> {
  const agent = await createAgent(on, { name: 'a', model: 'm' })
  return (await createSession(on, { main_agent_id: agent.id })).id
}

const entries = (count: number, who = 'one'): readonly NewSessionLog[] =>
  Array.from({ length: count }, (_, n) => ({ role: 'user', type: 'message', content: `${who} ${n}` }))

/** What was returned for which entry, as the table has it. */
async function kept(on: Handle, session: string, ids: readonly number[] | null): Promise<readonly unknown[]> {
  const { rows } = await listSessionLogs(on, session, { limit: 100_000 })
  const contents = new Map(rows.map(({ id, content }) => [id, content]))
  return (ids ?? []).map((id) => contents.get(id))
}

onEveryEngine(agents, (database) => {
  test('five thousand rows, which are more than one statement takes, have the numbers that were returned, in order', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const given = entries(5000)
    const ids = await appendSessionLogs(on, session, given)
    expect(await kept(on, session, ids)).toEqual(given.map(({ content }) => content))
    expect(ids?.toSorted((a, b) => a - b)).toEqual(ids)
  })

  test('none is none, and one is one', async () => {
    const on = database.handle()
    const session = await newSession(on)
    expect(await appendSessionLogs(on, session, [])).toEqual([])
    expect(await appendSessionLogs(on, session, entries(1))).toHaveLength(1)
    expect(await appendSessionLogs(on, 'nobody', entries(2))).toBeNull()
  })

  test('long texts and all kinds of characters arrive as they are', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const texts = ['?', "it's", 'back\\slash', '\u{1F600}'.repeat(50_000), 'x'.repeat(300_000), '', '$1', '\n"\t']
    const given = texts.map((content): NewSessionLog => ({ role: 'user', type: 'message', content, metadata: { content } }))
    const ids = await appendSessionLogs(on, session, given)
    expect(await kept(on, session, ids)).toEqual(texts)
  })

  test('one row that does not fit takes all others with it', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const given = entries(3000).map((entry, n) => (n === 2500 ? { ...entry, parent_id: 1_000_000_000 } : entry))
    await expect(appendSessionLogs(on, session, given)).rejects.toMatchObject({ name: 'DriverError' })
    expect((await listSessionLogs(on, session)).total).toBe(0)
  })

  test('of ten who write at once each gets the numbers of its own rows', { timeout: 60_000 }, async () => {
    const writers = await Promise.all(Array.from({ length: 10 }, () => database.another()))
    const shared = await newSession(database.handle())
    const own = await Promise.all(writers.map((on) => newSession(on)))
    await Promise.all(
      writers.map(async (on, writer) => {
        for (let round = 0; round < 5; round++) {
          const session = round % 2 === 0 ? shared : (own[writer] ?? '')
          const given = entries(40, `writer ${writer} round ${round}`)
          const ids = await appendSessionLogs(on, session, given)
          expect(await kept(on, session, ids)).toEqual(given.map(({ content }) => content))
          await new Promise(setImmediate)
        }
      }),
    )
    expect((await listSessionLogs(database.handle(), shared)).total).toBe(10 * 3 * 40)
  })

  if (database.dialect === 'mysql') {
    describe('where numbers are given in steps, as in a cluster', () => {
      test.each([1, 2, 7])('each row has the one that was returned for it, from %i on', async (offset) => {
        const on = await database.another()
        await on.run('SET SESSION auto_increment_increment = 7')
        await on.run(`SET SESSION auto_increment_offset = ${offset}`)
        const session = await newSession(on)
        const given = entries(1000)
        expect(await kept(on, session, await appendSessionLogs(on, session, given))).toEqual(given.map(({ content }) => content))
      })
    })
  }
})
