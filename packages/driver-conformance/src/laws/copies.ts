// Owns: a copy of a database is all of it, and nobody else's.
// Must not know: what a copy is good for.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DriverError, Session } from '@godwit/core/driver'
import { listing } from '../files.ts'
import type { Bench, Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { dump } from '../product/dump.ts'
import { library } from '../product/library.ts'
import { arrived, runner } from '../product/runner.ts'
import { refusal } from '../refusal.ts'

export const copies: readonly Law[] = [
  {
    concept: 'copies',
    name: 'a copy has all that the database has, what is done to it stays in it, nobody else can read it, and nothing is left of it',
    gate: (facts) => facts.copies === 'made',
    run: async (bench) => {
      arrived(await runner(bench.connect(), library(bench)).up(), 'up')
      const observer = await bench.open()
      const before = await dump(observer, bench, 'all')
      await onCopy(bench, async (session) => {
        assert.deepEqual(await dump(session, bench, 'all'), before, 'what the copy has')
        await session.run('DROP TABLE readers')
        await session.run("INSERT INTO tally (what) VALUES ('in the copy')")
        assert.deepEqual(await dump(observer, bench, 'all'), before, 'the database, after the copy was changed')
        await observer.run("INSERT INTO tally (what) VALUES ('in the database')")
        assert.ok(!(await column(session, 'SELECT what FROM tally')).includes('in the database'), 'the copy has what came later')
      })
    },
  },
  {
    concept: 'copies',
    name: 'a copy of nothing is empty, can be written, and brings nothing into being',
    gate: (facts) => facts.copies === 'made',
    run: async (bench) => {
      const files = await listing(bench.fresh.folder)
      await onCopy(bench, async (session) => {
        assert.deepEqual(await column(session, bench.words.tables), [])
        await session.run('CREATE TABLE made (id INTEGER)')
      })
      assert.deepEqual(await listing(bench.fresh.folder), files)
    },
  },
  {
    concept: 'copies',
    name: 'a copy for which there is no place is refused with storage, by the name of that place, and makes none',
    gate: (facts) => facts.copies === 'made',
    run: async (bench) => {
      await inTemporary(async (folder) => {
        const absent = join(folder, 'absent')
        const error = await noCopy(bench, absent)
        assert.equal(error.reason, 'storage', error.message)
        assert.ok(error.message.includes(absent), `${error.message} does not name ${absent}`)
        assert.deepEqual(await readdir(folder), [], 'places that were made')
      })
    },
  },
  {
    concept: 'copies',
    name: 'what is no database is not copied, and nothing of it is left',
    gate: (facts) => facts.copies === 'made' && facts.words.file !== undefined,
    needs: 'folder',
    run: async (bench) => {
      const session = await bench.open()
      await session.run('CREATE TABLE made (id INTEGER)')
      const file = String(await cell(session, bench.words.file ?? ''))
      await session.close()
      await writeFile(file, 'This is a text. '.repeat(1000))
      await inTemporary(async (folder) => {
        const error = await noCopy(bench, folder)
        assert.ok(['corrupt', 'unknown'].includes(error.reason), `${error.reason}: ${error.message}`)
        assert.deepEqual(await readdir(folder), [], 'what is left of a copy')
      })
    },
  },
]

async function inTemporary(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-laws-place-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** `place`: where temporary files go meanwhile, on Windows too. */
async function noCopy(bench: Bench, place: string): Promise<DriverError> {
  const names = ['TMPDIR', 'TMP', 'TEMP']
  const before = names.map((name) => process.env[name])
  for (const name of names) process.env[name] = place
  try {
    return await refusal('the copy', async () => bench.connect().copy?.())
  } finally {
    for (const [index, name] of names.entries()) {
      const value = before[index]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

async function onCopy(bench: Bench, work: (copy: Session) => Promise<void>): Promise<void> {
  const copy = await bench.connect().copy?.()
  assert.ok(copy !== undefined)
  let folder: string | undefined
  try {
    const session = await copy.driver.open('write')
    const path = bench.words.file === undefined ? '' : String(await cell(session, bench.words.file))
    folder = path === '' ? undefined : dirname(path)
    // Windows keeps no such modes: there a folder for temporary files belongs to its user.
    if (folder !== undefined && process.platform !== 'win32') assert.equal((await stat(folder)).mode & 0o077, 0, 'what others may do there')
    await work(session)
    await session.close()
  } finally {
    await copy.remove()
    await copy.remove()
  }
  if (folder !== undefined) assert.ok(!existsSync(folder), `${folder} is left`)
}
