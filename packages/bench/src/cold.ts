// Owns: whole processes as a shell starts them: the command lines, with everything applied, against a Node that does nothing.
// Must not know: the time inside the processes.

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { openArena } from './arena.ts'
import { ENGINES, type Engine, FLOOR } from './contestant.ts'
import { exitCode } from './exit-code.ts'
import { perform } from './perform.ts'

const COUNT = 100

/** The program behind a command, without the shell script that a package manager puts before it. */
const program = (path: string): string => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url))

/** One process and the bare Node that ran just before it, in milliseconds from its start to its end. */
export interface ColdPair {
  readonly command: string
  readonly engine: Engine
  readonly round: number
  readonly bare: number
  readonly own: number
}

interface Command {
  readonly name: string
  readonly engine: Engine
  /** Who applies the migrations beforehand. */
  readonly contestant: string
  /** What it prints when it found that all are applied. */
  readonly prints: RegExp
  /** Writes the configuration that the tool wants, and returns node's arguments. The current folder is `place.folder`. */
  readonly arguments: (place: { readonly folder: string; readonly address: string }) => readonly string[]
}

export async function cold(
  root: string,
  rounds: number,
  engines: readonly Engine[],
  contestants: readonly string[],
  progress: (text: string) => void,
): Promise<readonly ColdPair[]> {
  const pairs: ColdPair[] = []
  for (const engine of engines) pairs.push(...(await coldOn(engine, root, rounds, contestants, progress)))
  return pairs
}

async function coldOn(
  engine: Engine,
  root: string,
  rounds: number,
  contestants: readonly string[],
  progress: (text: string) => void,
): Promise<readonly ColdPair[]> {
  const arena = await openArena(engine, { folder: root, latencyMs: 0 })
  try {
    const ready: { readonly command: Command; readonly folder: string; readonly argv: readonly string[] }[] = []
    for (const [index, command] of COMMANDS.entries()) {
      if (command.engine !== engine || !(command.contestant === FLOOR || contestants.includes(command.contestant))) continue
      const folder = join(root, `cold-${index}`)
      const { address } = await arena.ring()
      const migrations = join(folder, 'migrations')
      mkdirSync(migrations, { recursive: true })
      for (const verb of ['prepare', 'apply'] as const)
        await perform({ contestant: command.contestant, engine, verb, count: COUNT, folder: migrations, address })
      ready.push({ command, folder, argv: command.arguments({ folder, address }) })
    }
    const pairs: ColdPair[] = []
    for (let round = 1; round <= rounds; round++) {
      progress(`command lines, ${engine}, round ${round} of ${rounds}`)
      for (const { command, folder, argv } of ready) {
        const bare = await wall(['-e', '0'], folder, /^$/)
        const own = await wall(argv, folder, command.prints)
        pairs.push({ command: command.name, engine, round, bare, own })
      }
    }
    return pairs
  } finally {
    await arena.close()
  }
}

async function wall(argv: readonly string[], cwd: string, prints: RegExp): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCode(child)])
  const time = performance.now() - start
  if (code !== 0 || !prints.test(output)) throw new Error(`node ${argv.join(' ')} failed:\n${output}${complaint}`)
  return time
}

const CLIENT: { readonly [engine in Engine]: string } = {
  sqlite: 'better-sqlite3',
  libsql: '@libsql/client',
  sqld: '@libsql/client',
  postgres: 'pg',
  mariadb: 'mysql2/promise',
}

const HISTORY = 'SELECT id, applied_at FROM history'

const throughLibsql = (url: string): string =>
  `import { createClient } from '@libsql/client'; console.log((await createClient({ url: '${url}' }).execute('${HISTORY}')).rows.length)`

const OPEN: { readonly [engine in Engine]: (address: string) => string } = {
  sqlite: (file) => `import Database from 'better-sqlite3'; console.log(new Database('${file}').prepare('${HISTORY}').all().length)`,
  libsql: throughLibsql,
  sqld: throughLibsql,
  postgres: (url) =>
    `import pg from 'pg'; const client = new pg.Client('${url}'); await client.connect(); console.log((await client.query('${HISTORY}')).rows.length); await client.end()`,
  mariadb: (url) =>
    `import mysql from 'mysql2/promise'; const client = await mysql.createConnection('${url}'); console.log((await client.query('${HISTORY}'))[0].length); await client.end()`,
}

const COMMANDS: readonly Command[] = [
  ...ENGINES.flatMap((engine): readonly Command[] => [
    {
      name: `import '${CLIENT[engine]}'`,
      engine,
      contestant: FLOOR,
      prints: /^$/,
      arguments: () => ['--input-type=module', '-e', `import '${CLIENT[engine]}'`],
    },
    {
      name: `${CLIENT[engine]}, one query`,
      engine,
      contestant: FLOOR,
      prints: /^100\n$/,
      arguments: ({ address }) => ['--input-type=module', '-e', OPEN[engine](address)],
    },
  ]),
  ...ENGINES.map((engine): Command => ({
    name: 'godwit status',
    engine,
    contestant: 'godwit',
    prints: /^(applied\tapp\t.*\n){100}$/,
    arguments: ({ address }) => [
      program('@godwit/cli/dist/main.js'),
      'status',
      '--url',
      engine === 'sqlite' ? `sqlite:${address}` : address,
    ],
  })),
  {
    name: 'knex migrate:list',
    engine: 'sqlite',
    contestant: 'knex',
    prints: /Found 100 Completed[^]*No Pending/,
    arguments({ folder, address }) {
      const configuration = {
        client: 'better-sqlite3',
        connection: { filename: address },
        useNullAsDefault: true,
        migrations: { directory: join(folder, 'migrations') },
      }
      writeFileSync(join(folder, 'knexfile.js'), `module.exports = ${JSON.stringify(configuration)}\n`)
      return [program('knex/bin/cli.js'), 'migrate:list']
    },
  },
  {
    name: 'typeorm migration:show',
    engine: 'sqlite',
    contestant: 'typeorm',
    prints: /^([^\n]*\[X\][^\n]*\n){100}\n*$/,
    arguments({ folder, address }) {
      const configuration = { type: 'better-sqlite3', database: address, migrations: [join(folder, 'migrations', '*.js')] }
      writeFileSync(
        join(folder, 'data-source.js'),
        `exports.source = new (require('typeorm').DataSource)(${JSON.stringify(configuration)})\n`,
      )
      return [program('typeorm/cli.js'), 'migration:show', '-d', 'data-source.js']
    },
  },
  // It has no status; with nothing to do, `migrate` is the nearest question.
  ...(['sqlite', 'libsql'] as const).map((engine): Command => ({
    name: 'drizzle-kit migrate',
    engine,
    contestant: 'drizzle',
    prints: /migrations applied successfully/,
    arguments({ folder, address }) {
      const configuration = {
        dialect: engine === 'libsql' ? 'turso' : 'sqlite',
        out: join(folder, 'migrations'),
        dbCredentials: { url: address },
      }
      writeFileSync(join(folder, 'drizzle.config.js'), `module.exports = ${JSON.stringify(configuration)}\n`)
      return [program('drizzle-kit/bin.cjs'), 'migrate']
    },
  })),
]
