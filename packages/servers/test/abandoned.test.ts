// Owns: that nothing remains of a process that was killed while it had servers.
// Must not know: how they are started.

import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { describeHaving } from '../src/vitest/index.ts'
import { aliveIn } from './processes.ts'

const MODULE = new URL('../dist/index.js', import.meta.url).href

interface Parent {
  readonly process: ChildProcess
  /** Its working directory and its temporary folder; the keeper's and the servers', too. */
  readonly folder: string
  readonly said: () => string
}

function parent(script: string): Parent {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-abandoned-'))
  // The servers' users have to get in.
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const text = `import * as servers from ${JSON.stringify(MODULE)}\n${script}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', text], {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let said = ''
  child.stdout?.on('data', (chunk) => (said += String(chunk)))
  return { process: child, folder, said: () => said }
}

/** The test's own limit ends it when that never comes. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(10)
}

function started({ folder }: Parent, file: string): boolean {
  return readdirSync(folder).some((entry) => existsSync(join(folder, entry, file)))
}

async function nothingRemains({ folder }: Parent): Promise<void> {
  await until(() => aliveIn(folder).length === 0)
  expect(readdirSync(folder)).toEqual([])
}

const STAY = "console.log('ready'); setInterval(() => {}, 1000)"

await describeHaving(['postgres-15', 'mariadb'], 'a process with servers', () => {
  it('leaves nothing when it is killed', async () => {
    const run = parent(`await Promise.all([servers.startPostgres(), servers.startMariadb(), servers.startSqld()]); ${STAY}`)
    await until(() => run.said().includes('ready'))
    expect(readdirSync(run.folder)).toHaveLength(3)
    expect(aliveIn(run.folder).length).toBeGreaterThan(4)
    run.process.kill('SIGKILL')
    await nothingRemains(run)
  })

  it('leaves nothing when its whole process group is told to end', async () => {
    const run = parent(`await servers.startPostgres(); ${STAY}`)
    await until(() => run.said().includes('ready'))
    process.kill(-(run.process.pid as number), 'SIGTERM')
    await nothingRemains(run)
  })

  it('leaves nothing when it is killed while a server is being prepared', async () => {
    for (const start of ['startPostgres', 'startMariadb']) {
      const run = parent(`await servers.${start}()`)
      await until(() => started(run, 'data'))
      run.process.kill('SIGKILL')
      await nothingRemains(run)
    }
  })

  it('leaves nothing when it is killed while a server is halted, and with a statement running', async () => {
    const run = parent(`
      const [frozen, busy] = await Promise.all([servers.startMariadb(), servers.startPostgres()])
      void busy.query('select pg_sleep(1000)')
      while ((await busy.query("select from pg_stat_activity where query like 'select pg_sleep%'")).length === 0);
      await frozen.freeze(); ${STAY}`)
    await until(() => run.said().includes('ready'))
    run.process.kill('SIGKILL')
    await nothingRemains(run)
  })

  it('ends by itself, servers or not, and leaves nothing', async () => {
    const run = parent(`await servers.startPostgres(); console.log('ready')`)
    const code = await new Promise((resolve) => run.process.once('exit', resolve))
    expect(code).toBe(0)
    expect(run.said()).toContain('ready')
    await nothingRemains(run)
  })
})
