// Owns: a chat with both lines in it, on every engine.
// Must not know: what is searched for.

import { Migrator } from '@godwit/core'
import { beforeAll } from 'vitest'
import { chatLine, chatSearchLine, type Names } from '../../src/index.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'

export function onEveryChat(body: (database: Installed) => void, names: Names = {}): void {
  onEveryEngine(
    chatLine(names),
    (database) => {
      beforeAll(async () => {
        const results = await new Migrator(database.driver(), chatSearchLine(names)).migrate()
        const failed = results.find(({ success }) => !success)
        if (failed !== undefined) throw new Error(failed.error)
      })
      body(database)
    },
    names,
  )
}
