// Owns: as whom a server runs that refuses to run as root, and where that user may read.
// Must not know: servers.

import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

import type { Owner } from './keeper/message.ts'

/** The first of these system users that there is; nobody special unless we are root. */
export function systemUser(...names: readonly string[]): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  for (const name of [...names, 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65_534, gid: 65_534 }
}

/** Whether a user may walk to this file or folder, which exists. */
export function reaches(owner: Owner | undefined, path: string): boolean {
  if (owner === undefined) return true
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

/** Where temporary folders are made that this user can get into. */
export function temporaryFolder(owner: Owner | undefined): string {
  const usual = tmpdir()
  return reaches(owner, usual) ? usual : '/tmp'
}

const MEMORY = '/dev/shm'
/** Bytes: what a server writes before its first table, ten times over. A container has 64 MB by default. */
const PLENTY = 4 * 2 ** 30

/**
 * Where the folders of servers are made whose data need not survive the machine: in memory, where there is plenty of it, since
 * making and dropping tables waits for the disk whatever a server is told. `TMPDIR` says otherwise.
 */
export function passingFolder(owner: Owner | undefined): string {
  if (process.env['TMPDIR'] !== undefined || !existsSync(MEMORY)) return temporaryFolder(owner)
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize >= PLENTY ? MEMORY : temporaryFolder(owner)
}
