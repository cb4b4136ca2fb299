// Owns: a driver and its client as real folders in a project, so that parts of the client can be spoiled or left out.
// Must not know: what is tested.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url))
const LIBSQL_CLIENT = realpathSync(join(PACKAGES, 'driver-libsql/node_modules/@libsql/client'))
const LIBSQL = realpathSync(join(LIBSQL_CLIENT, '../../libsql'))
export const BUILT = 'build/Release/better_sqlite3.node'
/** What compiling a client needs, and all that came of it. */
const NOT_COPIED = /[\\/](?:build|deps|src)$/

/** The driver as it is packed, and core beside it. */
export function layOutDriver(folder: string, name: 'better-sqlite3' | 'libsql'): void {
  const from = join(PACKAGES, `driver-${name}`)
  const to = join(folder, 'node_modules/@godwit', `driver-${name}`)
  for (const part of ['package.json', 'dist']) cpSync(join(from, part), join(to, part), { recursive: true })
  symlinkSync(join(PACKAGES, 'core'), join(folder, 'node_modules/@godwit/core'))
}

export function layOutBetterSqlite3(folder: string): void {
  const real = realpathSync(join(PACKAGES, 'driver-better-sqlite3/node_modules/better-sqlite3'))
  layOut(folder, real)
  cpSync(join(real, BUILT), join(folder, 'node_modules/better-sqlite3', BUILT))
}

export function layOutLibsql(folder: string): void {
  layOut(folder, LIBSQL)
  layOut(folder, LIBSQL_CLIENT)
}

/** As libsql names it on this machine: `@libsql/linux-x64-gnu`. */
export function nativePartOfLibsql(): string {
  const found = besides(LIBSQL).find((name) => name.startsWith(`@libsql/${process.platform}-`))
  if (found === undefined) throw new Error('libsql is installed without its native part')
  return found
}

/** A package as a copy, so that Node looks for what it needs in `folder`, and all of that as links. */
function layOut(folder: string, real: string): void {
  cpSync(real, join(folder, 'node_modules', nameOf(real)), { recursive: true, filter: (path) => !NOT_COPIED.test(path) })
  for (const name of besides(real)) {
    const to = join(folder, 'node_modules', name)
    if (existsSync(to)) continue
    mkdirSync(dirname(to), { recursive: true })
    symlinkSync(join(storeOf(real), name), to)
  }
}

/** Names of all that lies beside a package where pnpm puts it: what it depends on. */
function besides(real: string): readonly string[] {
  const store = storeOf(real)
  return readdirSync(store)
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(store, name)).map((part) => `${name}/${part}`) : [name]))
    .filter((name) => name !== nameOf(real))
}

function storeOf(real: string): string {
  return join(real, nameOf(real).includes('/') ? '../..' : '..')
}

function nameOf(real: string): string {
  return (JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as { readonly name: string }).name
}
