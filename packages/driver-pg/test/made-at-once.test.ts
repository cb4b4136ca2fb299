// Owns: the schema of the history where several runners make it at the same moment.
// Must not know: what is in it.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

const ROUNDS = 100

// A commit shows to queries a moment before the other sessions' caches hear of it. Nothing but many rounds meets that moment.
describeOn('postgres-13', (server) => {
  test('all who make the schema of the history at once have it', async () => {
    const { url } = await server.freshDatabase()
    const drivers = await Promise.all(Array.from({ length: 6 }, async () => pg(await clientOn(url))))
    for (let round = 0; round < ROUNDS; round++) {
      const made = await Promise.allSettled(drivers.map((driver) => new Migrator(driver, { schema: `history_${round}` }).initialize()))
      expect(made.filter(({ status }) => status === 'rejected')).toEqual([])
    }
  })
})
