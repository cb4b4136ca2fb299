// Owns: what holds where a caller says which state of a session he knows.
// Must not know: lines, statements.

import { expect, test } from 'vitest'
import { type Handle, isNotAllowed } from '../src/index.ts'
import type { Installed } from './on-every-engine.ts'

export interface Revised<Revision> {
  /** A new session, and how it is known. */
  readonly create: (on: Handle) => Promise<string | number>
  readonly read: (on: Handle, id: string | number) => Promise<{ readonly name: string | null; readonly revision: Revision } | null>
  /** False where there is none of that id. */
  readonly rename: (on: Handle, id: string | number, name: string, known?: Revision) => Promise<boolean>
  readonly write: (on: Handle, id: string | number) => Promise<unknown>
  /** Sets the session's last change to a moment that this clock has not reached. */
  readonly ahead: (on: Handle) => Promise<unknown>
  readonly unknown: string | number
}

export function revisionLaws<Revision extends string | number>(
  database: Installed,
  { create, read, rename, write, ahead, unknown }: Revised<Revision>,
): void {
  const known = async (on: Handle, id: string | number): Promise<{ readonly name: string | null; readonly revision: Revision }> => {
    const found = await read(on, id)
    if (found === null) throw new Error('It is gone.')
    return found
  }

  test('it is changed where it is as the caller knows it, and is another one then', async () => {
    const on = database.handle()
    const id = await create(on)
    const before = await known(on, id)
    expect(await rename(on, id, 'one', before.revision)).toBe(true)
    const after = await known(on, id)
    expect(after.name).toBe('one')
    expect(after.revision > before.revision).toBe(true)
  })

  test('where it was changed since, that is told and nothing is changed', async () => {
    const on = database.handle()
    const id = await create(on)
    const before = await known(on, id)
    await rename(on, id, 'theirs')
    const after = await known(on, id)
    await expect(rename(on, id, 'mine', before.revision)).rejects.toMatchObject({ name: 'NotAllowed', rule: 'conflict' })
    await expect(rename(on, id, 'mine', before.revision)).rejects.toThrow(/was changed at .* after it was read\. Nothing was changed\./)
    expect(await known(on, id)).toEqual(after)
    expect(await rename(on, id, 'mine', after.revision)).toBe(true)
    expect((await known(on, id)).name).toBe('mine')
  })

  test('of ten who know the same state one changes it, and the others are told', async () => {
    const id = await create(database.handle())
    const { revision } = await known(database.handle(), id)
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const done = await Promise.allSettled(connections.map((on, n) => rename(on, id, `by ${n}`, revision)))
    const won = done.flatMap(({ status }, n) => (status === 'fulfilled' ? [`by ${n}`] : []))
    expect(won).toEqual([(await known(database.handle(), id)).name])
    for (const each of done) if (each.status === 'rejected') expect(isNotAllowed(each.reason) && each.reason.rule).toBe('conflict')
  })

  test('each of many changes within one millisecond makes another state, also over a clock that is behind', async () => {
    const on = database.handle()
    const id = await create(on)
    await ahead(on)
    const seen = [(await known(on, id)).revision]
    await on.transaction(async (inside) => {
      for (let n = 0; n < 20; n++) {
        await rename(inside, id, `n${n}`, seen.at(-1))
        seen.push((await known(inside, id)).revision)
      }
    })
    expect(new Set(seen).size).toBe(21)
    expect(seen.every((revision, n) => n === 0 || revision > (seen[n - 1] ?? revision))).toBe(true)
  })

  test('a message makes no state of before come back', async () => {
    const on = database.handle()
    const id = await create(on)
    await ahead(on)
    const { revision } = await known(on, id)
    await write(on, id)
    expect((await known(on, id)).revision >= revision).toBe(true)
  })

  test('who says nothing changes it, whatever state it is in', async () => {
    const on = database.handle()
    const id = await create(on)
    await rename(on, id, 'one')
    expect(await rename(on, id, 'two')).toBe(true)
    expect((await known(on, id)).name).toBe('two')
  })

  test('where there is none of that id nothing is in conflict', async () => {
    const on = database.handle()
    const { revision } = await known(on, await create(on))
    expect(await rename(on, unknown, 'x', revision)).toBe(false)
  })
}
