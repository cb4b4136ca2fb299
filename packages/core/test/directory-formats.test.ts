import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mysql, postgres, sqlite, type Dialect } from '../src/driver.ts'
import { readDirectory } from '../src/source/directory.ts'

// Below the working folder, so that paths in the golden files are short and the same on every machine.
const TESTDATA = join('test', 'testdata', 'directory')
const libsql: Dialect = { ...sqlite, flavor: 'libsql' }
const mariadb: Dialect = { ...mysql, flavor: 'mariadb' }
const cockroach: Dialect = { ...postgres, flavor: 'cockroach' }

async function loaded(folder: string, dialect: Dialect): Promise<string> {
  const sources = await readDirectory(join(TESTDATA, folder), { dialect })
  const read = []
  for (const { load, ...source } of sources) read.push({ ...source, migration: await load() })
  return `${JSON.stringify(read, undefined, 2)}\n`
}

describe('each format is read as its own tool means it', () => {
  test.each(['dbmate', 'house', 'pairs', 'folders', 'prisma', 'drizzle', 'drizzle-v1', 'goose', 'flyway', 'node-pg-migrate'])(
    '%s',
    async (folder) => {
      await expect(await loaded(folder, sqlite)).toMatchFileSnapshot(join('testdata', 'directory-expected', `${folder}.json`))
    },
  )

  test('drizzle on MySQL, where its breakpoint is no comment', async () => {
    await expect(await loaded('drizzle', mysql)).toMatchFileSnapshot(join('testdata', 'directory-expected', 'drizzle.json'))
  })

  test('every folder of the test data is read by some test', () => {
    const known = [
      'applied',
      'dbmate',
      'drizzle',
      'drizzle-v1',
      'flyway',
      'folders',
      'goose',
      'house',
      'modules',
      'node-pg-migrate',
      'pairs',
      'prisma',
      'typescript',
      'variants',
    ]
    expect(readdirSync(TESTDATA).toSorted()).toEqual(known)
  })
})

describe('the variant is that of the flavor, then of the family, then the one for any', () => {
  test.each<[string, Dialect]>([
    ['sqlite', sqlite],
    ['libsql', libsql],
    ['postgres', postgres],
    ['cockroach', cockroach],
    ['mysql', mysql],
    ['mariadb', mariadb],
  ])('%s', async (name, dialect) => {
    await expect(await loaded('variants', dialect)).toMatchFileSnapshot(join('testdata', 'directory-expected', `variants-${name}.json`))
  })
})
