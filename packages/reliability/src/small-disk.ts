// Owns: a disk so small that it can be filled.
// Must not know: databases.

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Takes everything but so many bytes. Again: takes what has become free since. */
  fill(leave: number): void
  /** Gives back what `fill` took. */
  release(): void
  remove(): void
}

/** Why there can be none here; undefined where there can. */
export function noSmallDisk(): string | undefined {
  return process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'only root on Linux can mount a small disk'
}

export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-disk-'))
  mount('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)
  // Servers do not run as root.
  chmodSync(folder, 0o777)
  const filler = join(folder, 'filler')
  return {
    folder,
    fill(leave) {
      const { bavail, bsize } = statfsSync(folder)
      const bytes = bavail * bsize - leave
      if (bytes > 0) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
    },
    release: () => rmSync(filler, { force: true }),
    remove() {
      mount('umount', '--lazy', folder)
      rmdirSync(folder)
    },
  }
}

function mount(command: string, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr}`)
}
