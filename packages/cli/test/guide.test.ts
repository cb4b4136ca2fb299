// Owns: that what the guide shows is what happens: its commands are run, and print what it says.
// Must not know: what the pages are about. `vitest -u` writes what was printed into them.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { actedOut } from './guide-page.ts'
import { folderWith } from './spawned.ts'

const GUIDE = fileURLToPath(new URL('../../../docs/guide/', import.meta.url))
const pages = readdirSync(GUIDE).filter((name) => name.endsWith('.md'))

test.each(pages)('%s shows what happens', async (name) => {
  const page = join(GUIDE, name)
  await expect(await actedOut(page, folderWith())).toMatchFileSnapshot(page)
})
