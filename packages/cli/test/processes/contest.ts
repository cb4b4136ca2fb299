// Owns: a folder with migrations and a database, and real processes of the command line that work on it.
// Must not know: what is asserted about them.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'

const BINARY = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const BARRIER = new URL('barrier.mjs', import.meta.url).href

export const MIGRATIONS = 20

export interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds from its start to its end. */
  readonly took: number
}

export interface Contest {
  /** Runs `migrate up` and waits for its end; killed without warning after `killAfter` milliseconds. */
  up(killAfter?: number): Promise<Ended>
  /** Starts `count` processes and lets them go at the same moment, when all have been loaded. */
  upTogether(count: number): Promise<readonly Ended[]>
  /** What is really there, seen by another client than ours. */
  look(): Found
  dispose(): void
}

export interface Found {
  readonly integrity: string
  /** Ids with how many receipts each has. */
  readonly receipts: ReadonlyMap<string, number>
  readonly tables: number
  /** Each migration writes its number once; a second application would write it twice. */
  readonly probes: readonly number[]
}

/** `url` names the driver: a URL of the file `app.db` in the contest's folder. */
export function contest(url: string): Contest {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-contest-'))
  mkdirSync(join(folder, 'migrations'))
  for (let n = 1; n <= MIGRATIONS; n++) {
    const id = String(n).padStart(4, '0')
    const first = n === 1 ? 'CREATE TABLE probe (n INTEGER);\n' : ''
    const rows = Array.from({ length: 40 }, (_, row) => `(${row})`).join(', ')
    const text = `-- migrate:up\n${first}CREATE TABLE t${n} (a INTEGER);\nINSERT INTO t${n} VALUES ${rows};\nCREATE INDEX i${n} ON t${n} (a);\nINSERT INTO probe VALUES (${n});\n-- migrate:down\nDROP TABLE t${n};\n`
    writeFileSync(join(folder, 'migrations', `${id}_step.sql`), text)
  }
  const start = (env: NodeJS.ProcessEnv, killAfter?: number): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const began = performance.now()
      const child = spawn(process.execPath, [BINARY, 'up', '--json', '--url', url], {
        cwd: folder,
        env: { ...process.env, ...env, CI: 'true' },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
      const killer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
      child.on('error', reject)
      child.on('close', (code, signal) => {
        clearTimeout(killer)
        resolve({ code: code ?? signal ?? 'unknown', stdout, stderr, took: performance.now() - began })
      })
    })
  return {
    up: (killAfter) => start({}, killAfter),
    async upTogether(count) {
      const gate = mkdtempSync(join(folder, 'gate-'))
      const ended = Promise.all(Array.from({ length: count }, () => start({ NODE_OPTIONS: `--import ${BARRIER}`, GODWIT_TEST_GATE: gate })))
      while (readdirSync(gate).length < count) await new Promise((resolve) => setImmediate(resolve))
      writeFileSync(join(gate, 'open'), '')
      return ended
    },
    look() {
      const file = join(folder, 'app.db')
      if (!existsSync(file)) return { integrity: 'ok', receipts: new Map(), tables: 0, probes: [] }
      const database = new Database(file)
      try {
        const column = (sql: string): unknown[] => database.prepare(sql).pluck().all()
        const has = (table: string): boolean => column(`SELECT 1 FROM sqlite_master WHERE name = '${table}'`).length > 0
        const receipts = has('migrations')
          ? (database.prepare('SELECT id, COUNT(*) AS count FROM migrations GROUP BY id').all() as { id: string; count: number }[])
          : []
        return {
          integrity: String(column('PRAGMA integrity_check')[0]),
          receipts: new Map(receipts.map(({ id, count }) => [id, count])),
          tables: Number(column("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name GLOB 't[0-9]*'")[0]),
          probes: has('probe') ? (column('SELECT n FROM probe ORDER BY n') as number[]) : [],
        }
      } finally {
        database.close()
      }
    },
    dispose() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The state in which every migration was applied exactly once. */
export const COMPLETE: Found = {
  integrity: 'ok',
  receipts: new Map(Array.from({ length: MIGRATIONS }, (_, index) => [`${String(index + 1).padStart(4, '0')}_step`, 1])),
  tables: MIGRATIONS,
  probes: Array.from({ length: MIGRATIONS }, (_, index) => index + 1),
}
