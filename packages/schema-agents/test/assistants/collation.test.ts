// Owns: that lists by name are in one order, whatever a database's own order of letters is.
// Must not know: queries.

import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { type Driver, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { assistants, handle } from '../../src/index.ts'
import { createAgent, createMemory, listAgents, listMemories } from '../../src/lines/assistants/index.ts'

/** By code points: capitals before small letters, and letters with accents behind all others. */
const NAMES = ['B', 'Z', 'a', 'c', 'zz', 'é']

async function listed(driver: Driver): Promise<void> {
  onTestFinished(() => driver.close())
  expect(await new Migrator(driver, assistants).migrate()).toMatchObject(assistants.migrations.map(() => ({ success: true })))
  const on = handle(await driver.open('write'))
  for (const name of NAMES.toReversed()) {
    await createAgent(on, { name, type: 't', model: 'm' })
    await createMemory(on, { name })
  }
  expect((await listAgents(on)).map(({ name }) => name)).toEqual(NAMES)
  expect((await listMemories(on)).map(({ name }) => name)).toEqual(NAMES)
  const { rows } = await on.run("SELECT CASE WHEN 'a' < 'B' THEN 1 ELSE 0 END AS other")
  expect(
    rows.map(({ other }) => Number(other)),
    'the database orders by code points by itself: this test shows nothing',
  ).toEqual([1])
}

describeOn('postgres-15', (server) => {
  test('agents and memories are in the order of their code points in a database of English', async () => {
    const { url, query, database: name } = await server.freshDatabase()
    const english = `${name}_english`
    await query(`CREATE DATABASE ${english} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'`)
    onTestFinished(() => query(`DROP DATABASE ${english}`).then(() => undefined))
    await listed(pg(url.replace(name, english)))
  })
})

describeOn('mariadb', (server) => {
  test('agents and memories are in the order of their code points in a database that takes a for A', async () => {
    const { url, query, database: name } = await server.freshDatabase()
    await query(`ALTER DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`)
    await listed(mysql(url))
  })
})
