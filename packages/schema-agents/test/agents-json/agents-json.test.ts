// Owns: what the JSON columns of `agents` take with the line `agents-json` and without it, on every engine.
// Must not know: how it is refused.

import { Migrator } from '@godwit/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { agents, agentsJson } from '../../src/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const SETTINGS = ['built_in_tools', 'mcps', 'knowledges', 'configuration', 'accessible_paths']
const COLUMNS = [
  ...SETTINGS.map((column) => ['agents', column, "'a'"] as const),
  ...['sub_agent_ids', ...SETTINGS].map((column) => ['sessions', column, "'s'"] as const),
  ['session_logs', 'content', '1'] as const,
  ['session_logs', 'metadata', '1'] as const,
]

/** PostgreSQL reads the text for the check, and says that it cannot be read; to the others it is a constraint. */
const ABOUT_JSON = /json/i

onEveryEngine(agents, (database) => {
  const set = (table: string, column: string, id: string, value: string): Promise<unknown> =>
    database.handle().run(`UPDATE ${table} SET ${column} = ${value} WHERE id = ${id}`)
  const read = async (table: string, column: string, id: string): Promise<unknown> =>
    (await database.handle().run(`SELECT ${column} AS found FROM ${table} WHERE id = ${id}`)).rows[0]?.['found']

  beforeAll(async () => {
    const { run } = database.handle()
    await run("INSERT INTO agents (id, name, model) VALUES ('a', 'a', 'm')")
    await run("INSERT INTO sessions (id, main_agent_id) VALUES ('s', 'a')")
    await run("INSERT INTO session_logs (session_id, role, type, content) VALUES ('s', 'user', 'message', '{}')")
  })

  test.each(COLUMNS)(
    'where %s.%s is not JSON already, the line is refused and nothing changed; mended, it goes up',
    async (table, column, id) => {
      const migrator = new Migrator(database.driver(), agentsJson)
      await set(table, column, id, "'not json'")
      const refused = await migrator.up()
      // On MariaDB one table is changed before the next one is looked at.
      expect(refused.outcome).toBe('failed')
      expect(await read(table, column, id)).toBe('not json')
      await set(table, column, id, "'{}'")
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    },
  )

  describe('with the line', () => {
    beforeAll(async () => {
      const { outcome } = await new Migrator(database.driver(), agentsJson).up()
      if (outcome !== 'migrated') throw new Error(outcome)
    })

    test.each(COLUMNS)('%s.%s takes what is JSON, byte for byte, and nothing else', async (table, column, id) => {
      for (const json of ['{"b" : 1,  "a":1.0}', '""', '0', 'null', '[]']) {
        await set(table, column, id, `'${json}'`)
        expect(await read(table, column, id)).toBe(json)
      }
      for (const text of ['', 'x', '{', "{''a'': 1}", '[1,]', 'NaN'])
        await expect(set(table, column, id, `'${text}'`), text).rejects.toMatchObject({
          outcome: 'not-applied',
          message: expect.stringMatching(ABOUT_JSON),
        })
      expect(await read(table, column, id)).toBe('[]')
    })

    test('null is taken wherever it was before, and a row that is new is looked at too', async () => {
      for (const [table, column, id] of COLUMNS) if (column !== 'content') await set(table, column, id, 'NULL')
      const { run } = database.handle()
      for (const insert of [
        "INSERT INTO agents (id, name, model, mcps) VALUES ('b', 'b', 'm', 'x')",
        "INSERT INTO sessions (id, main_agent_id, mcps) VALUES ('t', 'a', 'x')",
        "INSERT INTO session_logs (session_id, role, type, content) VALUES ('s', 'user', 'message', 'x')",
      ])
        await expect(run(insert), insert).rejects.toMatchObject({ outcome: 'not-applied', message: expect.stringMatching(ABOUT_JSON) })
      expect((await run('SELECT id FROM session_logs')).rows).toHaveLength(1)
    })
  })
})
