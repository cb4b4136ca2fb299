// Owns: a database of sql.js that is saved to a file.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDriverError } from '@godwit/core/driver'
import { describe, expect, onTestFinished, test } from 'vitest'
import { typeorm, type DataSource } from '../src/index.ts'
import { answer, scratchFolder } from './scratch.ts'
import { VERSIONS } from './versions.ts'

describe.each(VERSIONS)('TypeORM $version', ({ dataSource }) => {
  async function savedTo(location: string): Promise<DataSource> {
    const source = dataSource({ type: 'sqljs', location, autoSave: true })
    await source.initialize()
    onTestFinished(async () => {
      if (source.isInitialized) await source.destroy()
    })
    return source
  }

  test('what was committed is in the file, what was rolled back is not, and foreign keys stay in force', async () => {
    const location = join(scratchFolder(), 'saved.db')
    const source = await savedTo(location)
    const session = await typeorm(source).open('write')
    expect((await session.run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(existsSync(location)).toBe(false)
    await session.batch([
      { statements: ['CREATE TABLE items (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES items (id))'], foreignKeys: 'enforced' },
    ])
    const kept = await session.begin()
    await kept.run('INSERT INTO items (id) VALUES (1)')
    await kept.commit()
    const dropped = await session.begin()
    await dropped.run('INSERT INTO items (id) VALUES (2)')
    await dropped.rollback()
    expect(await answer(await savedTo(location), 'SELECT id FROM items')).toEqual([{ id: 1 }])
    await expect(session.run('INSERT INTO items (id, parent) VALUES (3, 99)')).rejects.toMatchObject({ reason: 'constraint' })
  })

  test('a commit that could not be saved is in doubt', async () => {
    const source = dataSource({ type: 'sqljs', autoSave: true, autoSaveCallback: () => Promise.reject(new Error('no room')) })
    await source.initialize()
    onTestFinished(() => source.destroy())
    const transaction = await (await typeorm(source).open('write')).begin()
    await transaction.run('CREATE TABLE items (id INTEGER)')
    const error: unknown = await transaction.commit().catch((thrown: unknown) => thrown)
    expect(isDriverError(error)).toBe(true)
    expect(error).toMatchObject({ reason: 'storage', outcome: 'unknown', message: 'It is in memory and could not be saved: no room' })
  })
})
