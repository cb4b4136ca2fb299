// Owns: the proof that a configuration and migrations in TypeScript run natively where Node strips types, and through jiti elsewhere.
// Must not know: where the command line was installed from.

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FILES = {
  'migrate.config.ts': "const url: string = 'file:app.db'\nexport default { url, dir: 'steps' } satisfies { url: string; dir: string }\n",
  'steps/0001_users.ts':
    "type Script = readonly string[]\nexport const up: Script = ['CREATE TABLE users (id INTEGER PRIMARY KEY)']\nexport const down: Script = ['DROP TABLE users']\n",
  'steps/0002_posts.mts':
    "import { up as before } from './0001_users.ts'\nexport const up = [before.join().replace('users', 'posts') as string]\nexport const down = ['DROP TABLE posts']\n",
}
const RECORD = fileURLToPath(new URL('imports/record.mjs', import.meta.url))

/**
 * @param {string} binary node
 * @param {string} main the command line
 * @param {string} cwd an empty folder
 * @returns {{ by: 'node' | 'jiti', ok: boolean, output: string }}
 */
export function typed(binary, main, cwd) {
  const strips = spawnSync(binary, ['-p', 'Boolean(process.features.typescript)'], { encoding: 'utf8' }).stdout.trim() === 'true'
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(cwd, path, '..'), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  const { status, stdout, stderr } = spawnSync(binary, ['--import', RECORD, main, 'up'], { cwd, encoding: 'utf8' })
  const jiti = /\/node_modules\/jiti\//.test(stderr)
  const ok = status === 0 && stdout.includes('2 migrations applied') && jiti !== strips
  return { by: jiti ? 'jiti' : 'node', ok, output: `process.features.typescript: ${strips}\n${stdout}${stderr}` }
}
