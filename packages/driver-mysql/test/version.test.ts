// Owns: what a server is called where a person reads it.
// Must not know: what a version means.

import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { sessionOn } from './session.ts'

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('a server is called by its name and its version', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    const { rows } = await session.run(session.dialect.version)
    expect(rows).toEqual([
      { version: expect.stringMatching(session.dialect.flavor === 'mariadb' ? /^MariaDB \d+\.\d+\.\d+/ : /^MySQL .*\d+\.\d+\.\d+/) },
    ])
  })
})
