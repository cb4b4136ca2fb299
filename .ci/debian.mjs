// Owns: the Debian packages that the tests' servers come from: which are missing, and who may install them.
// Must not know: what the tests do with them. PostgreSQL is not among them: what is not installed of it comes from npm.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A file of each; a name without a folder is looked for in PATH and where Debian has its servers. */
const PACKAGES = /** @type {Readonly<Record<string, string>>} */ ({
  'mariadb-server': 'mariadbd',
  'galera-4': '/usr/lib/galera/libgalera_smm.so',
  rsync: 'rsync',
  lsof: 'lsof',
  pgbouncer: 'pgbouncer',
})

/** @param {string} file */
export function isThere(file) {
  if (file.startsWith('/')) return existsSync(file)
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.some((folder) => folder !== '' && existsSync(join(folder, file)))
}

/** The packages of which nothing is here. @param {(file: string) => boolean} has */
export function missing(has) {
  return Object.entries(PACKAGES).flatMap(([name, file]) => (has(file) ? [] : [name]))
}

/**
 * The commands that install packages; undefined where this user may not, or where there is no apt.
 * @param {readonly string[]} names
 * @param {{ uid: number | undefined, has: (file: string) => boolean }} machine
 * @returns {(readonly [string, ...string[]])[] | undefined}
 */
export function installation(names, { uid, has }) {
  if (!has('apt-get') || (uid !== 0 && !has('sudo'))) return undefined
  // Without a password, or not at all: nobody is there to type one.
  const root = uid === 0 ? /** @type {const} */ (['env']) : /** @type {const} */ (['sudo', '-n', 'env'])
  return [
    [...root, 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'update', '--quiet'],
    [...root, 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '--quiet', '--yes', '--no-install-recommends', ...names],
  ]
}
