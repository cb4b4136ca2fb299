// Owns: which processes live in a folder.
// Must not know: how they were started.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The ids of the living processes whose working directory is the folder or in it. */
export function aliveIn(folder: string): number[] {
  return workingDirectories()
    .filter(([, place]) => place === folder || place.startsWith(`${folder}/`) || place.startsWith(`${folder} `))
    .map(([pid]) => pid)
}

function workingDirectories(): [pid: number, folder: string][] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('lsof', ['-d', 'cwd', '-Fpn'], { encoding: 'utf8' })
    return [...stdout.matchAll(/^p(\d+)\n(?:f.*\n)?n(.*)$/gm)].map(([, pid, place]) => [Number(pid), place ?? ''])
  }
  return readdirSync('/proc').flatMap((name): [number, string][] => {
    try {
      if (!/^\d+$/.test(name) || /^State:\s+[ZX]/m.test(readFileSync(`/proc/${name}/status`, 'utf8'))) return []
      return [[Number(name), readlinkSync(`/proc/${name}/cwd`)]]
    } catch {
      // It ended meanwhile.
      return []
    }
  })
}
