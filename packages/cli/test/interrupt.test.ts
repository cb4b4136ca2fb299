// Owns: Ctrl-C on a real process, and what the database holds afterwards.
// Must not know: how a run is stopped.

import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listening } from './listening.ts'
import { canCloseTerminals, onClosedTerminal } from './real-terminal.ts'
import { folderWith, migrate, start, write, type Started } from './spawned.ts'

/** What `.ci/run` sets: there a missing tool is a failure. */
const REQUIRED = process.env['GODWIT_ALL_TESTS'] !== undefined

type Manner = 'patient' | 'slow' | 'stubborn'

const UNTIL: Readonly<Record<Manner, string>> = {
  patient: 'signal.aborted',
  slow: "signal.aborted && existsSync('released')",
  stubborn: 'false',
}

/** `patient` ends when it is asked to, `slow` when it is let go too, `stubborn` never. All say when they begin and when they end. */
function codeMigration(manner: Manner): string {
  return `import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
export const up = { kind: 'code', revision: '1', run: async ({ sql, signal }) => {
  await sql.run('CREATE TABLE half (id INTEGER)')
  writeFileSync('begun', '')
  while (!(${UNTIL[manner]})) await setTimeout(5)
  writeFileSync('ended', '')
} }
`
}

function folderThatWaits(manner: Manner): string {
  return folderWith({
    'migrations/0001_users.sql': 'CREATE TABLE users (id INTEGER);',
    'migrations/0002_slow.mjs': codeMigration(manner),
    'migrations/0003_posts.sql': 'CREATE TABLE posts (id INTEGER);',
  })
}

/** Resolves when the migration runs; rejects with what was printed when the process ends before. */
async function begun(folder: string, { ended }: Started): Promise<void> {
  const watching = new AbortController()
  const seen = new Promise<void>((resolve) => {
    watch(folder, { signal: watching.signal }, () => existsSync(join(folder, 'begun')) && resolve())
    if (existsSync(join(folder, 'begun'))) resolve()
  })
  const early = ended.then(({ stderr }) => {
    throw new Error(`it ended before it was interrupted: ${stderr}`)
  })
  await Promise.race([seen, early]).finally(() => watching.abort())
}

describe.each(['sqlite:app.db', 'file:app.db'])('a run on %s', (url) => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that gets %s ends its step, begins no other and exits with 130 (E-X13)',
    async (signal) => {
      const folder = folderThatWaits('patient')
      const started = start(folder, ['up', '--url', url])
      await begun(folder, started)
      started.child.kill(signal)
      const { code, stdout, stderr } = await started.ended
      expect({ code, stderr }).toEqual({
        code: 130,
        stderr: expect.stringContaining('Stopping: the current step is finished or rolled back first.') as string,
      })
      expect(stderr).toMatch(/ {2}next: Run `migrate up --url \S+` again/)
      expect(stdout).not.toContain('0003_posts')
      const { stdout: status } = await migrate(folder, ['status', '--url', url])
      expect(status).toMatch(/^applied\tapp\t0001_users\t/m)
      expect(status).toMatch(/^pending\tapp\t0003_posts\t/m)
    },
  )

  it('whose streams nobody reads any more ends its step all the same', async () => {
    const folder = folderThatWaits('patient')
    const started = start(folder, ['up', '--url', url])
    await begun(folder, started)
    started.child.stdout?.destroy()
    started.child.stderr?.destroy()
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ code: 130, signal: null })
    expect(existsSync(join(folder, 'ended'))).toBe(true)
    expect((await migrate(folder, ['status', '--url', url])).stdout).toMatch(/^pending\tapp\t0003_posts\t/m)
  })

  it('is not hurried by a terminal that says twice that it was closed', async () => {
    const folder = folderThatWaits('slow')
    const started = start(folder, ['up', '--url', url])
    await begun(folder, started)
    started.child.kill('SIGHUP')
    await new Promise<void>((resolve) => started.child.stderr?.once('data', () => resolve()))
    started.child.kill('SIGHUP')
    write(folder, { released: '' })
    const { code, stderr } = await started.ended
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(/next: Run `migrate up --url \S+` again/) as string })
    expect(existsSync(join(folder, 'ended'))).toBe(true)
  })

  it.skipIf(!canCloseTerminals && !REQUIRED)('ends its step when its terminal is closed (skipped without python3)', async () => {
    const folder = folderThatWaits('patient')
    expect(await onClosedTerminal(folder, ['up', '--url', url], join(folder, 'begun'))).toBe(130)
    expect(existsSync(join(folder, 'ended'))).toBe(true)
    expect((await migrate(folder, ['status', '--url', url])).stdout).toMatch(/^pending\tapp\t0003_posts\t/m)
  })

  it('that is interrupted twice exits at once, and the step is rolled back', async () => {
    const folder = folderThatWaits('stubborn')
    const started = start(folder, ['up', '--url', url])
    await begun(folder, started)
    started.child.kill('SIGINT')
    await new Promise<void>((resolve) => started.child.stderr?.once('data', () => resolve()))
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ code: 130, signal: null })
    const { stdout } = await migrate(folder, ['status', '--json', '--url', url])
    expect(JSON.parse(stdout)).toMatchObject({
      result: { lines: [{ migrations: [{ state: 'applied' }, { state: 'pending' }, { state: 'pending' }] }] },
    })
  })

  it('is gone on with by the next one (E-X13)', async () => {
    const folder = folderThatWaits('stubborn')
    const started = start(folder, ['up', '--url', url])
    await begun(folder, started)
    started.child.kill('SIGKILL')
    await started.ended
    write(folder, { 'migrations/0002_slow.mjs': codeMigration('patient').replace('signal.aborted', 'true') })
    expect(await migrate(folder, ['up', '--url', url])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^applied 0002_slow .*\napplied 0003_posts /) as string,
    })
  })
})

describe('waiting for a server', () => {
  it('ends with 130 when it is interrupted', async () => {
    const server = createServer((socket) => socket.destroy())
    const port = await listening(server)
    onTestFinished(() => void server.close())
    const started = start(folderWith(), ['wait', '--url', `http://127.0.0.1:${port}`])
    await once(server, 'connection')
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ code: 130, stdout: '' })
  })
})

describe('looking at a server that does not answer', () => {
  it.each(['status', 'doctor'])('%s ends with 130 when it is interrupted', async (command) => {
    const open = new Set<Socket>()
    const server = createServer((socket) => void open.add(socket))
    const port = await listening(server)
    onTestFinished(() => {
      for (const socket of open) socket.destroy()
      server.close()
    })
    const folder = folderWith({ 'migrations/0001_users.sql': 'CREATE TABLE users (id INTEGER);' })
    const started = start(folder, [command, '--url', `http://127.0.0.1:${port}`])
    await once(server, 'connection')
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ code: 130, stdout: '' })
  })
})
