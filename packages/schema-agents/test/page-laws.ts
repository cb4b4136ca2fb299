// Owns: what holds for every list that is gone through page by page.
// Must not know: what is listed, statements.

import { beforeAll, describe, expect, test } from 'vitest'
import type { Handle, Onward, Page } from '../src/index.ts'
import type { Installed } from './on-every-engine.ts'

type Id = string | number

export interface PagedList<Row> {
  /** All of it, in its order. */
  readonly whole: (on: Handle) => Promise<readonly Row[]>
  readonly page: (on: Handle, onward?: Onward) => Promise<Page<Row>>
  readonly idOf: (row: Row) => Id
  /** Another row. `name`: no other row of the list has it. */
  readonly insert: (on: Handle, name: string) => Promise<unknown>
  readonly remove: (on: Handle, id: Id) => Promise<unknown>
  /** Makes all rows alike in what the list is in the order of. Left out where no two rows can be. */
  readonly alike?: string
}

interface Connections {
  readonly reader: Handle
  readonly writers: readonly Handle[]
}

/** Opened once for all lists of a file: they last as long as it does, and a server gives only so many. */
const opened = new WeakMap<Installed, Promise<Connections>>()

async function open({ another }: Installed): Promise<Connections> {
  return { reader: await another(), writers: await Promise.all(Array.from({ length: 10 }, another)) }
}

function connectionsTo(database: Installed): Promise<Connections> {
  const known = opened.get(database) ?? open(database)
  opened.set(database, known)
  return known
}

/** Rows that are there before. */
const ROWS = 11

export function pageLaws<Row>(database: Installed, what: string, { whole, page, idOf, insert, remove, alike }: PagedList<Row>): void {
  const ids = async (on: Handle): Promise<readonly Id[]> => (await whole(on)).map(idOf)
  let inserted = 0
  const another = async (on: Handle): Promise<void> => void (await insert(on, `n${String((inserted += 1)).padStart(4, '0')}`))

  /** From the beginning to the end; `meanwhile` between two pages. */
  async function walked(on: Handle, limit: number, meanwhile: (rows: readonly Row[]) => Promise<unknown>): Promise<readonly Row[]> {
    const rows: Row[] = []
    for (let after: string | null = null; ;) {
      const read: Page<Row> = await page(on, { limit, after })
      rows.push(...read.rows)
      if (read.next === null) return rows
      expect(read.rows).toHaveLength(limit)
      after = read.next
      await meanwhile(read.rows)
    }
  }

  describe(what, () => {
    beforeAll(async () => {
      for (let n = 0; n < ROWS; n++) await another(database.handle())
    })

    const laws = (): void => {
      test.each([1, 3, 1000])('pages of %d are the list, row for row', async (limit) => {
        const on = database.handle()
        expect(await walked(on, limit, async () => undefined)).toEqual(await whole(on))
      })

      test('the last page says that it is the last, also where it is full', async () => {
        const on = database.handle()
        const { length } = await whole(on)
        expect(await page(on, { limit: length })).toMatchObject({ next: null })
        expect((await page(on, { limit: length - 1 })).next).toBeTypeOf('string')
        expect(await page(on, { limit: Number.MAX_SAFE_INTEGER })).toEqual({ rows: await whole(on), next: null })
      })

      test('while others insert no row is lost and none is there twice', async () => {
        const on = database.handle()
        const before = await ids(on)
        const read = (await walked(on, 2, () => another(on))).map(idOf)
        expect(new Set(read).size).toBe(read.length)
        expect(read.filter((id) => before.includes(id))).toEqual(before)
      })

      test('while ten insert at once no row is lost and none is there twice', async () => {
        const before = await ids(database.handle())
        const { reader, writers } = await connectionsTo(database)
        const writing = Promise.all(writers.map(another))
        // A client that works in this process leaves the event loop no turn for those who write.
        const read = (await walked(reader, 2, () => new Promise(setImmediate))).map(idOf)
        await writing
        expect(new Set(read).size).toBe(read.length)
        expect(read.filter((id) => before.includes(id))).toEqual(before)
      })

      test('a page goes on where its last row has been deleted', async () => {
        const on = database.handle()
        const before = await ids(on)
        const read = await walked(on, 3, (rows) => Promise.all(rows.slice(-1).map((row) => remove(on, idOf(row)))))
        expect(read.map(idOf)).toEqual(before)
        for (let n = (await ids(on)).length; n < ROWS; n++) await another(on)
      })
    }

    laws()

    if (alike !== undefined) {
      describe('where all rows are of one moment', () => {
        beforeAll(async () => void (await database.handle().run(alike)))

        laws()
      })
    }

    test('what no page of it gave is refused', async () => {
      for (const after of ['', '0', 'null', 'another.list~1', 'another.list~1~2', '%', 'another.list~1~%'])
        await expect(page(database.handle(), { after })).rejects.toThrow('after takes the next of a page of this list, or null.')
    })

    test('a page without rows, or with half of one, is refused', async () => {
      for (const limit of [0, -1, 0.5, Number.NaN]) await expect(page(database.handle(), { limit })).rejects.toThrow(TypeError)
    })
  })
}
