// Owns: the proof that a test file which cannot run without a certain client is known.
// Must not know: what the tests of the packages test.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

import { needsBetterSqlite3 } from '../left-out.mjs'

// Not written out: this file itself needs neither.
const CLIENT = ['better', 'sqlite3'].join('-')
const SCHEME = ['sqlite', ''].join(':')

test.each([
  ['imports it', { 'a.test.ts': `import Database from '${CLIENT}'\n` }, true],
  ['hands its address to a process', { 'a.test.ts': `migrate(['up', '--url', '${SCHEME}app.db'])\n` }, true],
  [
    'imports a file that imports it',
    {
      'a.test.ts': "import {\n  a,\n} from './one/a.ts'\n",
      'one/a.ts': "export { b } from '../b.ts'\n",
      'b.ts': `import '@godwit/driver-${CLIENT}'\n`,
    },
    true,
  ],
  [
    'has nothing to do with it, though it writes a program that imports what is beside that',
    { 'a.test.ts': "const PROGRAM = `\nimport { a } from './dist/index.js'\n`\n" },
    false,
  ],
  [
    'has nothing to do with it, though two files import each other',
    {
      'a.test.ts': "import { b } from './b.ts'\nimport { c } from './src/c.ts'\n",
      'b.ts': "import { a } from './a.test.ts'\n",
      'src/c.ts': `// Another than ${CLIENT}.\n`,
    },
    false,
  ],
])('a test file that %s: known', (_what, files, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-left-out-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  expect(needsBetterSqlite3(join(folder, 'a.test.ts'))).toBe(expected)
})
