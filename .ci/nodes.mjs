// Owns: other versions of Node, from the registry that everything else comes from: the packages `node-<platform>-<arch>` hold the program.
// Must not know: what is run on them.

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ version: string, binary: string }} Node */

const platform = process.platform === 'win32' ? 'win' : process.platform

/**
 * Fetches one version into `folder`, runs `use` on it and removes it again: each has 180 MB.
 * @template Result
 * @param {string} folder
 * @param {string} range `22`, `20.19.0`
 * @param {(node: Node) => Result} use
 * @returns {Result}
 */
export function withNode(folder, range, use) {
  const prefix = join(folder, `node-${range}`)
  const name = `node-${platform}-${process.arch}`
  mkdirSync(prefix, { recursive: true })
  try {
    const install = spawnSync(
      'npm',
      ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', `${name}@${range}`],
      {
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    )
    if (install.status !== 0) throw new Error(`no Node ${range}: ${install.stdout}${install.stderr}`)
    const binary = join(prefix, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${name}@${range} does not start`)
    return use({ version: stdout.trim(), binary })
  } finally {
    rmSync(prefix, { recursive: true, force: true })
  }
}
