// Owns: which words find which session logs, the same on every engine.
// Must not know: what a word is.

import { Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { agents, agentsSearch } from '../../src/index.ts'
import {
  appendSessionLogs,
  createAgent,
  createSession,
  deleteAgent,
  deleteSessionLog,
  updateSessionLog,
} from '../../src/lines/agents/index.ts'
import { searchSessionLogs } from '../../src/lines/agents-search/index.ts'
import { NEWEST } from '../../src/search/search.ts'
import type { Json } from '../../src/sql/kind.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(agents, (database) => {
  let from: readonly number[] = []
  let agent_id = ''
  let session_id = ''

  // Behind so many that none of them is among the newest: the index is asked.
  const append = async (contents: readonly Json[]): Promise<readonly number[]> => {
    const all = [...contents, ...Array<Json>(NEWEST).fill('·')]
    const entries = all.map((content) => ({ role: 'user' as const, type: 'message', content }))
    return ((await appendSessionLogs(database.handle(), session_id, entries)) ?? []).slice(0, contents.length)
  }
  const ids = async (words: string, find: Parameters<typeof searchSessionLogs>[2] = {}): Promise<readonly number[]> =>
    (await searchSessionLogs(database.handle(), words, find)).map(({ id }) => id)

  beforeAll(async () => {
    const on = database.handle()
    agent_id = (await createAgent(on, { name: 'a', model: 'm' })).id
    session_id = (await createSession(on, { main_agent_id: agent_id })).id
    from = await append([{ text: 'written before' }])
    const results = await new Migrator(database.driver(), agentsSearch).migrate()
    if (results.some(({ success }) => !success)) throw new Error(results.at(-1)?.error)
  })

  test('texts and numbers in the content are found, wherever they are; the names of fields are not', async () => {
    const [plain, nested, lines, array, quoted] = await append([
      'the bare godwit',
      { type: 'tool', result: { output: ['Füße', { deep: 'godwit 42' }] } },
      { text: 'one\nbird\tflies\r\nfar\\away\b\fof' },
      [7, null, true, 'godwit'],
      { text: 'say "nest" and C:\\new\\bird' },
    ])
    expect(await ids('before')).toEqual(from)
    expect(await ids('godwit')).toEqual([array, nested, plain])
    expect(await ids('godwit 42')).toEqual([nested])
    expect(await ids('fusse')).toEqual([])
    expect(await ids('fuße')).toEqual([nested])
    expect(await ids('bird')).toEqual([quoted, lines])
    expect(await ids('bird flies far away of')).toEqual([lines])
    expect(await ids('of')).toEqual([lines])
    expect(await ids('nbird')).toEqual([])
    expect(await ids('nest')).toEqual([quoted])
    expect(await ids('new bird')).toEqual([quoted])
    expect(await ids('text')).toEqual([])
    expect(await ids('true')).toEqual([])
    expect(await ids('godwit', { limit: 1 })).toEqual([array])
    expect(await ids('godwit', { limit: 1, before: array ?? 0 })).toEqual([nested])
    expect(await ids('godwit', { session_id })).toEqual([array, nested, plain])
    expect(await ids('godwit', { session_id: 'another' })).toEqual([])
    expect(await ids('"*%-')).toEqual([])
    expect((await searchSessionLogs(database.handle(), '42'))[0]?.content).toEqual({
      type: 'tool',
      result: { output: ['Füße', { deep: 'godwit 42' }] },
    })
  })

  test('of a long content the beginning is searched, the same of it on every engine', async () => {
    const long = { text: 'owl '.repeat(24_997), more: { rook: 'robin', list: ['wren'] } }
    const [id] = await append([long, { text: 'owl\\n'.repeat(10), rook: 'x' }, { text: `${'.'.repeat(99_989)}\u0001` }])
    expect(await ids('owl', { limit: 1, before: (id ?? 0) + 1 })).toEqual([id])
    expect(await ids('robin')).toEqual([])
    expect(await ids('wren')).toEqual([])
    expect(await ids('rook')).toEqual([])
  })

  test('what is changed or deleted is so in the index, through two cascades too', async () => {
    const on = database.handle()
    const [one = 0, two = 0] = await append([{ text: 'heron one' }, { text: 'heron two' }])
    await updateSessionLog(on, one, { content: { text: 'stork' } })
    await updateSessionLog(on, one, { metadata: { text: 'heron' } })
    expect(await ids('heron')).toEqual([two])
    expect(await ids('stork')).toEqual([one])
    await deleteSessionLog(on, two)
    expect(await ids('heron')).toEqual([])
    await deleteAgent(on, agent_id)
    expect(await ids('stork')).toEqual([])
    const migrator = new Migrator(database.driver(), agentsSearch)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await ids('stork')).toEqual([])
  })
})
