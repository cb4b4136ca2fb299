// Owns: that the tables of the line `agents` are described where they are made, and that nothing else says otherwise.
// Must not know: queries' texts.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agents } from '../../src/index.ts'
import { agentsTable, logsTable, sessionsTable } from '../../src/lines/agents/tables.ts'
import { json } from '../../src/sql/kind.ts'
import { columnsOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'

test('C-D11: tables are made by migrations and nowhere else', async () => {
  const folder = join(import.meta.dirname, '../../src/lines/agents')
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'))
  const making: string[] = []
  for (const file of files) if (/CREATE TABLE|ALTER TABLE/.test(await readFile(join(folder, file), 'utf8'))) making.push(file)
  expect(making.toSorted()).toEqual(['migrations/001_initial_schema.ts', 'migrations/002_add_session_tables.ts'])
})

onEveryEngine(agents, (database) => {
  test.each([agentsTable(json), sessionsTable(json), logsTable(json)])(
    'C-D11: queries know the columns of $name that the migrations make',
    async (table) => {
      const made = await columnsOf(database.handle(), table.name)
      expect(made.map((column) => column.replace('!', '')).toSorted()).toEqual(Object.keys(table.columns).toSorted())
    },
  )
})
