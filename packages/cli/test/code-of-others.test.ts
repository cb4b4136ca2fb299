// Owns: what is told where code that the command line loads never ends, or ends the process.
// Must not know: how that is noticed.

import { describe, expect, it } from 'vitest'
import { documentOf } from './document.ts'
import { folderWith, migrate, TWO } from './spawned.ts'

const NEVER = 'await new Promise(() => {})'
const URL_OF = "url: 'sqlite:app.db'"
const code = (body: string): string =>
  `export const up = { kind: 'code', revision: '1', run: async () => { ${body} } }\nexport const description = 'code'\n`

describe('code that never ends', () => {
  it.each([
    [
      'a configuration',
      { 'migrate.config.mjs': `${NEVER}\nexport default { ${URL_OF} }` },
      5,
      /migrate\.config\.mjs cannot be read: it waits for/,
    ],
    [
      'a configuration in TypeScript',
      { 'migrate.config.ts': `const never: Promise<void> = new Promise(() => {})\nawait never\nexport default { ${URL_OF} }` },
      5,
      /migrate\.config\.ts cannot be read: it waits for/,
    ],
    ['the promise of a configuration', { 'migrate.config.mjs': 'export default new Promise(() => {})' }, 5, /cannot be read: it waits for/],
    [
      'the function of a configuration',
      { 'migrate.config.mjs': `export default async () => { ${NEVER} }` },
      5,
      /cannot be read: it waits for/,
    ],
    [
      'the function of a driver',
      { 'migrate.config.mjs': `export default { driver: async () => { ${NEVER} } }` },
      5,
      /could not be made: it waits for/,
    ],
    [
      'the module of a migration',
      { 'migrate.config.mjs': `export default { ${URL_OF} }`, 'migrations/0003_x.mjs': `${NEVER}\n${code('')}` },
      5,
      /0003_x\.mjs.* it waits for/,
    ],
    [
      'the function of a migration',
      { 'migrate.config.mjs': `export default { ${URL_OF} }`, 'migrations/0003_x.mjs': code(NEVER) },
      4,
      /The database client, or the code of a migration, stopped without an answer/,
    ],
  ])('in %s is told of as what it is', async (_what, files, exitCode, words) => {
    const folder = folderWith({ ...TWO, ...(files as Record<string, string>) })
    const { code: ended, stderr } = await migrate(folder, ['up'])
    expect({ code: ended, stderr }).toEqual({ code: exitCode, stderr: expect.stringMatching(words) as string })
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
    expect(stderr).not.toContain('report it')
  })
})

describe('code that ends the process', () => {
  it.each([
    ['a configuration', { 'migrate.config.mjs': `process.exit(0)\nexport default { ${URL_OF} }` }],
    ['a migration', { 'migrate.config.mjs': `export default { ${URL_OF} }`, 'migrations/0003_x.mjs': code('process.exit(0)') }],
    [
      'a migration, with another code,',
      { 'migrate.config.mjs': `export default { ${URL_OF} }`, 'migrations/0003_x.mjs': code('process.exit(3)') },
    ],
  ])('in %s does not look like success', async (_what, files) => {
    const folder = folderWith({ ...TWO, ...(files as Record<string, string>) })
    const { code: ended, stderr } = await migrate(folder, ['up'])
    expect({ code: ended, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^error: Something ended the process .*process\.exit.*\n {2}next: .*migrate status/) as string,
    })
    expect(await documentOf(folder, 'up')).toMatchObject({ exitCode: 1, result: { error: { code: 'ENDED' } } })
    // What was begun is not there.
    expect((await migrate(folder, ['status', '--url', 'sqlite:app.db', '--config', '../none'])).stdout).not.toMatch(/^applied\tapp\t0003/m)
  })

  it('by an error that nobody caught keeps the words of Node', async () => {
    const folder = folderWith({
      ...TWO,
      'migrate.config.mjs': `setImmediate(() => { throw new Error('stray') })\n${NEVER}\nexport default { ${URL_OF} }`,
    })
    const { code: ended, stderr } = await migrate(folder, ['up'])
    expect({ code: ended, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Error: stray') as string })
    expect(stderr).not.toContain('Something ended the process')
  })
})
