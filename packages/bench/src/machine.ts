// Owns: what a reader must know of the machine and the versions to judge the figures.
// Must not know: the figures.

import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'

const PACKAGES = [
  'better-sqlite3',
  '@libsql/client',
  'pg',
  'mysql2',
  'drizzle-orm',
  'drizzle-kit',
  'knex',
  'kysely',
  '@libsql/kysely-libsql',
  '@mikro-orm/core',
  'dbmate',
  'graphile-migrate',
  'node-pg-migrate',
  'postgrator',
  'typeorm',
  'umzug',
]

export function machine(): string {
  const versions = PACKAGES.map((name) => `${name} ${version(name)}`)
  const [load = 0] = loadavg()
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, load at the start ${load.toFixed(1)}
${versions.join(', ')}

Each figure is the median over the rounds; × is the median of the ratios to the floor's run immediately before, in the same round.
Every call is a fresh process; its time is connect, work and close, without imports. CPU × is the processor time of that call on all
threads, process CPU × that of the whole process with imports; peak memory is the whole process's.
`
}

function version(name: string): string {
  const manifest = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { readonly version: string }).version
}
