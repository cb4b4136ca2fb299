// Owns: that a revision is kept whole also where the server would cut it off without a word.
// Must not know: where it is kept.

import { code, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

describeOn('mariadb', (server) => {
  test('the longest revision is the same one afterwards, and a longer one is refused', async () => {
    const { url } = await server.freshDatabase()
    const migrator = new Migrator(driverOn({ url, sqlMode: '' }))
    const run = async (): Promise<void> => {}
    migrator.addMigration({ id: '1', description: 'long', up: code('r'.repeat(182), run) })
    expect(() => migrator.addMigration({ id: '2', description: 'longer', up: code('r'.repeat(183), run) })).toThrow('182 is the most')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
  })
})
