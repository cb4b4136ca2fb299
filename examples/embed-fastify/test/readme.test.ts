// Owns: that the code in the root README's section about services stands in this service.
// Must not know: what it does.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** Without the indentation, which depends on what is around. */
function flat(code: string): string {
  return code.replaceAll(/^ +/gm, '')
}

test("each paragraph of the README's code is in the file that it names", async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const section = /^## Inside a service$(.*?)^## /ms.exec(readme)?.[1] ?? ''
  const code = /^```ts fragment\n(.*?)^```$/ms.exec(section)?.[1] ?? ''
  const paragraphs = code.trim().split('\n\n')
  expect(paragraphs).toHaveLength(3)
  for (const paragraph of paragraphs) {
    const [, file = '', lines = ''] = /^\/\/ (src\/\S+\.ts)\n(.*)$/s.exec(paragraph) ?? []
    expect(flat(await readFile(join(root, 'examples/embed-fastify', file), 'utf8'))).toContain(flat(lines))
  }
})
