// Owns: the program on files and servers.
// Must not know: how it does it.

import { expect, test } from 'vitest'
import { onEveryEngine } from './places.ts'
import { personas } from './program.ts'

const READY = 'ready, 6 migrations applied'

onEveryEngine((fresh) => {
  test('the start makes the database of default, later starts bring up what is new and change nothing else (P-F5)', async () => {
    const { url } = await fresh()
    expect(await personas(url, 'start')).toEqual({ code: 0, out: `default: ${READY}\n`, complaint: '' })
    expect(await personas(url, 'new', 'robin')).toMatchObject({ code: 0, out: `robin: ${READY}\n` })
    expect(await personas(url, 'new', 'robin')).toMatchObject({ code: 1, complaint: expect.stringContaining('there already') })
    const again = 'ready, 0 migrations applied'
    expect(await personas(url, 'start')).toMatchObject({ code: 0, out: `default: ${again}\nrobin: ${again}\n` })
    expect(await personas(url, 'list')).toMatchObject({ code: 0, out: 'default: 0 sessions\nrobin: 0 sessions\n' })
  })

  test('a database that cannot be started is named with its reason, the others are ready, and the exit code tells (P-M4)', async () => {
    const { url, spoil } = await fresh()
    await personas(url, 'new', 'zoe')
    await spoil()
    const { code, out, complaint } = await personas(url, 'start')
    expect({ code, out }).toEqual({ code: 1, out: `default: ${READY}\nzoe: ready, 0 migrations applied\n` })
    expect(complaint).toMatch(/^robin: NOT READY.*(not a database|chat_sessions)/)
    expect(await personas(url, 'say', 'zoe', 'hello')).toMatchObject({ code: 0, out: 'zoe:1\n' })
    const listed = await personas(url, 'list')
    expect(listed).toMatchObject({ code: 1, complaint: expect.stringContaining('robin: did not answer') })
    expect(listed.out).toMatch(/^default: 0 sessions\nzoe: 1 sessions, last used .*Z\n$/)
  })

  test('to read of an unknown persona, or to speak to one, makes nothing, not even on an empty place (P-X6, P-F2)', async () => {
    const { url, names } = await fresh()
    for (const state of ['empty', 'started'] as const) {
      if (state === 'started') await personas(url, 'start')
      const before = await names()
      expect(await personas(url, 'say', 'nobody', 'hello')).toMatchObject({
        code: 1,
        complaint: expect.stringContaining('personas new nobody'),
      })
      expect(await personas(url, 'history', 'nobody:1')).toMatchObject({ code: 1, out: '' })
      expect(await personas(url, 'delete', 'nobody')).toMatchObject({ code: 1 })
      expect(await personas(url, 'say', '../nobody', 'hello')).toMatchObject({
        code: 1,
        complaint: expect.stringContaining('is no persona'),
      })
      expect(await personas(url, 'list')).toMatchObject({ code: 0, out: state === 'empty' ? '' : 'default: 0 sessions\n' })
      expect(await names()).toEqual(before)
    }
  })

  test('a session id that several personas have is answered with all of them, and each key leads to its own (P-F6, P-D5)', async () => {
    const { url } = await fresh()
    await personas(url, 'start')
    await personas(url, 'new', 'robin')
    await personas(url, 'say', 'default', 'to default')
    expect(await personas(url, 'say', 'robin', 'to', 'robin')).toMatchObject({ out: 'robin:1\n' })
    expect(await personas(url, 'find', '1')).toMatchObject({ code: 0, out: 'default:1\nrobin:1\n' })
    expect(await personas(url, 'find', '2')).toMatchObject({ code: 0, out: '' })
    expect(await personas(url, 'history', 'robin:1')).toMatchObject({ code: 0, out: 'You: to robin\n' })
    expect(await personas(url, 'history', 'default:1')).toMatchObject({ code: 0, out: 'You: to default\n' })
  })

  test('a persona that is deleted and made again has heard nothing, and of the old one nothing was left (P-F3)', async () => {
    const { url, names } = await fresh()
    await personas(url, 'start')
    const before = await names()
    await personas(url, 'new', 'robin')
    await personas(url, 'say', 'robin', 'hello')
    expect(await personas(url, 'delete', 'robin')).toMatchObject({ code: 0, out: 'robin: deleted\n' })
    expect(await names()).toEqual(before)
    await personas(url, 'new', 'robin')
    expect(await personas(url, 'history', 'robin:1')).toMatchObject({ code: 1, out: '' })
    expect(await personas(url, 'delete', 'default')).toMatchObject({ code: 1, complaint: expect.stringContaining('cannot be deleted') })
  })
})

test('without a command, or with one that is none, the program says which there are', async () => {
  for (const args of [[], ['fly'], ['say', 'default'], ['find', 'x']]) {
    expect(await personas('file:nowhere', ...args)).toMatchObject({ code: 2, complaint: expect.stringContaining('personas <command>') })
  }
})

test('a URL of another scheme is refused without being shown', async () => {
  const { code, complaint } = await personas('oracle://app:secret@host/x', 'list')
  expect(code).toBe(1)
  expect(complaint).toContain('DATABASE_URL begins with')
  expect(complaint).not.toContain('secret')
})
