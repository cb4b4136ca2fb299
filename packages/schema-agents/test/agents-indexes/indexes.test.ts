// Owns: which indexes the line `agents-indexes` makes beside those of the document, on every engine.
// Must not know: what they are for.

import { Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents, agentsIndexes } from '../../src/index.ts'
import { indexesOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(agents, (database) => {
  test("C-T4: the document's optional indexes are made by a line of their own, and go with it", async () => {
    const on = database.handle()
    const before = await indexesOf(on, 'idx_')
    const migrator = new Migrator(database.driver(), agentsIndexes)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const made = (await indexesOf(on, 'idx_')).filter((index) => !before.includes(index))
    // PostgreSQL tells the columns in the order of the table.
    expect(made.map((index) => index.replace('(name,type)', '(type,name)'))).toEqual([
      'idx_agents_type_name(type,name)',
      'idx_session_logs_session_id_type(session_id,type)',
      ...(database.dialect === 'sqlite' ? [] : ['idx_sessions_status_arrival(status,seq)']),
      'idx_sessions_status_created_at(status,created_at)',
    ])
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await indexesOf(on, 'idx_')).toEqual(before)
  })
})
