// Owns: what somebody hears who may not write, or not even look, where the database is a file.
// Must not know: migrations, servers' permissions.

import assert from 'node:assert/strict'
import { chmod, readFile } from 'node:fs/promises'
import { listing } from '../files.ts'
import type { Bench, Facts, Law } from '../law.ts'
import { cell } from '../probe.ts'
import { refusal } from '../refusal.ts'

/** Windows keeps no such modes. */
const gate = ({ words }: Facts): boolean => words.file !== undefined && process.platform !== 'win32'

const TABLE = 'CREATE TABLE items (id INTEGER)'

export const fileRights: readonly Law[] = [
  {
    concept: 'errors',
    name: 'somebody who may not write in the folder hears that the file cannot be opened, and which; nothing comes into being',
    gate,
    needs: 'folder',
    run: async (bench) => {
      const { folder = '' } = bench.fresh
      const error = await asNobody(bench, { mode: 0o555, of: folder }, () =>
        refusal('a write', async () => (await bench.open()).run(TABLE)),
      )
      const { reason, code, outcome, retryable, message } = error
      const wanted = { reason: 'connection', code: 'SQLITE_CANTOPEN', outcome: 'not-applied', retryable: false }
      assert.deepEqual({ reason, code, outcome, retryable }, wanted, message)
      assert.ok(message.includes(folder), `${message} does not name a file in ${folder}`)
      assert.deepEqual(await listing(folder), [])
    },
  },
  {
    concept: 'errors',
    name: 'somebody who may not write in the file reads it, and is refused with storage when he writes; the file is as it was',
    gate,
    needs: 'folder',
    run: async (bench) => {
      const { folder = '' } = bench.fresh
      const writer = await bench.open()
      await writer.run(TABLE)
      const file = String(await cell(writer, bench.words.file ?? ''))
      await writer.close()
      const before = await readFile(file)
      await chmod(file, 0o444)
      await asNobody(bench, { mode: 0o755, of: folder }, async () => {
        const session = await bench.open()
        assert.deepEqual((await session.run('SELECT id FROM items')).rows, [])
        const { reason, outcome, message } = await refusal('a write', () => session.run('INSERT INTO items (id) VALUES (1)'))
        assert.deepEqual({ reason, outcome }, { reason: 'storage', outcome: 'not-applied' }, message)
      })
      assert.ok(before.equals(await readFile(file)), 'the file was changed')
    },
  },
  {
    concept: 'errors',
    name: 'somebody who may not look into the folder hears that the file cannot be opened, and is not shown an empty database',
    gate,
    needs: 'folder',
    run: async (bench) => {
      const { folder = '' } = bench.fresh
      const writer = await bench.open()
      await writer.run(TABLE)
      await writer.close()
      const error = await asNobody(bench, { mode: 0o000, of: folder }, () => refusal('opening for reading', () => bench.open('read')))
      assert.equal(error.reason, 'connection', error.message)
    },
  },
]

/** Runs `work` without the rights of root, which no mode binds, in a folder of that mode. */
async function asNobody<Value>(
  bench: Bench,
  { mode, of }: { readonly mode: number; readonly of: string },
  work: () => Promise<Value>,
): Promise<Value> {
  // The client must be loaded by then: nobody else may read a checkout in a private folder.
  await (await bench.open('read')).close()
  await chmod(of, mode)
  const root = process.geteuid?.() === 0
  if (root) process.seteuid?.(65534)
  try {
    return await work()
  } finally {
    if (root) process.seteuid?.(0)
    await chmod(of, 0o700)
  }
}
