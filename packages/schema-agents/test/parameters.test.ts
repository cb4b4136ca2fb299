// Owns: that the order of parameters, a contract, is the order of the real table's columns.
// Must not know: what the queries are for.

import { describe, expect, test } from 'vitest'
import { AgentQueries, SessionLogQueries, SessionQueries } from '../src/index.ts'
import { engines, installed, type Database } from './engines.ts'
import { insertAgent, insertLog, insertSession } from './rows.ts'

async function columns(database: Database, table: string): Promise<string[]> {
  const { rows } = await database.execute({ sql: 'SELECT name FROM pragma_table_info(?)', args: [table] })
  return rows.map(({ name }) => String(name))
}

const without = (names: readonly string[], left: readonly string[]): string[] => names.filter((name) => !left.includes(name))

/** A value that says which column it is meant for; a number where the column takes one. */
const marked = (name: string): string | number =>
  name === 'max_steps' ? 77 : name === 'main_agent_id' ? 'agent-1' : name === 'session_id' ? 'session-1' : `<${name}>`

const SETS = [
  { table: 'agents', queries: AgentQueries, given: [] as string[], fixed: ['type', 'created_at'], inserted: 18, updated: 16 },
  { table: 'sessions', queries: SessionQueries, given: [] as string[], fixed: ['created_at'], inserted: 19, updated: 18 },
  {
    table: 'session_logs',
    queries: SessionLogQueries,
    given: ['id'],
    fixed: ['session_id', 'parent_id', 'role', 'type', 'created_at'],
    inserted: 8,
    updated: 4,
  },
]

describe.each(engines)('on $name', (engine) => {
  describe.each(SETS)('$table', ({ table, queries, given, fixed, inserted, updated }) => {
    test('C-F1, C-F5, C-F10: insert takes the columns in the order of the table, no more and no fewer', async () => {
      const database = await installed(engine)
      await insertAgent(database)
      await insertSession(database)
      await insertLog(database)
      const names = without(await columns(database, table), given)
      const args = names.map((name) => (name === 'parent_id' ? 1 : marked(name)))
      expect(args).toHaveLength(inserted)
      await database.execute({ sql: queries.insert, args })
      const { rows } = await database.execute({ sql: `SELECT ${names.join(', ')} FROM ${table} ORDER BY rowid DESC LIMIT 1` })
      expect(Object.values(rows[0] ?? {})).toEqual(args)
    })

    test('C-F2, C-F5, C-F13: update takes the columns that may change in the order of the table, then the id', async () => {
      const database = await installed(engine)
      await insertAgent(database)
      await insertSession(database)
      const id = table === 'agents' ? 'agent-1' : table === 'sessions' ? 'session-1' : await insertLog(database)
      const names = without(await columns(database, table), ['id', ...fixed])
      const args = [...names.map(marked), id]
      expect(args).toHaveLength(updated)
      const before = await database.execute({ sql: queries.getById, args: [id] })
      expect(await database.execute({ sql: queries.update, args })).toMatchObject({ affected: 1 })
      const after = await database.execute({ sql: queries.getById, args: [id] })
      expect(after.rows).toEqual([{ ...before.rows[0], ...Object.fromEntries(names.map((name) => [name, marked(name)])) }])
    })

    test('getById returns the columns of the table, in its order', async () => {
      const database = await installed(engine)
      await insertAgent(database)
      await insertSession(database)
      const id = table === 'agents' ? 'agent-1' : table === 'sessions' ? 'session-1' : await insertLog(database)
      const { rows } = await database.execute({ sql: queries.getById, args: [id] })
      expect(Object.keys(rows[0] ?? {})).toEqual(await columns(database, table))
    })
  })
})

// libSQL binds null where a value is missing and ignores what is left over; better-sqlite3 counts.
const betterSqlite3 = engines.filter(({ name }) => name === 'better-sqlite3')

test.each([
  ['AgentQueries.insert', AgentQueries.insert, 18],
  ['AgentQueries.update', AgentQueries.update, 16],
  ['SessionQueries.insert', SessionQueries.insert, 19],
  ['SessionQueries.update', SessionQueries.update, 18],
  ['SessionQueries.updateStatus', SessionQueries.updateStatus, 3],
  ['SessionQueries.updateExternalSessionId', SessionQueries.updateExternalSessionId, 3],
  ['SessionQueries.listWithLimit', SessionQueries.listWithLimit, 2],
  ['SessionLogQueries.insert', SessionLogQueries.insert, 8],
  ['SessionLogQueries.update', SessionLogQueries.update, 4],
  ['SessionLogQueries.getBySessionIdWithPagination', SessionLogQueries.getBySessionIdWithPagination, 3],
  ['SessionLogQueries.getLatestBySessionId', SessionLogQueries.getLatestBySessionId, 2],
])('%s binds as many parameters as documented', async (_, sql, count) => {
  for (const engine of betterSqlite3) {
    const database = await installed(engine)
    const explain = (given: number): Promise<unknown> =>
      database.execute({ sql: `EXPLAIN ${sql}`, args: Array.from({ length: given }, () => 0) })
    await explain(count)
    await expect(explain(count + 1)).rejects.toThrow('Too many parameter values')
    await expect(explain(count - 1)).rejects.toThrow('Too few parameter values')
  }
})
