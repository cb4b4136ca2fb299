// Owns: the proof that the linter, with this repository's configuration, sees what it is there for.
// Must not know: which packages there are.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

const seeds: Readonly<Record<string, string>> = {
  'typescript(no-floating-promises)': 'export function start(): void {\n  save()\n}\nasync function save(): Promise<void> {}\n',
  'typescript(no-misused-promises)':
    'export function each(ids: string[]): void {\n  ids.forEach(async (id) => {\n    await Promise.resolve(id)\n  })\n}\n',
  'typescript(await-thenable)': 'export async function wait(): Promise<number> {\n  return await 1\n}\n',
  'eslint(no-throw-literal)': "export function fail(): never {\n  throw 'no'\n}\n",
  'typescript(no-explicit-any)': 'export const value = (input: any): unknown => input\n',
  'typescript(no-unsafe-member-access)': "export const name: unknown = JSON.parse('{}').name\n",
  'typescript(no-non-null-assertion)': 'export const first = (list: string[]): string => list[0]!\n',
  'typescript(switch-exhaustiveness-check)':
    "export function word(kind: 'up' | 'down'): string {\n  switch (kind) {\n    case 'up':\n      return 'up'\n  }\n  return ''\n}\n",
  'typescript(consistent-type-imports)': "import { Stats } from 'node:fs'\nexport type Size = Stats['size']\n",
  'typescript(ban-ts-comment)': "// @ts-ignore\nexport const wrong: number = 'text'\n",
  'import(no-default-export)': 'export default 1\n',
  'unicorn(prefer-node-protocol)': "export { readFileSync } from 'fs'\n",
  'eslint(no-console)': "console.log('hello')\n",
  'eslint(no-empty)': 'export function quiet(work: () => void): void {\n  try {\n    work()\n  } catch {}\n}\n',
  'eslint(eqeqeq)': 'export const same = (a: unknown, b: unknown): boolean => a == b\n',
}
const clean = "export async function save(): Promise<void> {\n  await Promise.resolve('kept')\n}\n"

let folder: string
let found: ReadonlyMap<string, ReadonlySet<string>>
let exit: number | null

const lint = (path: string): ReturnType<typeof spawnSync> =>
  spawnSync(join(root, 'node_modules/.bin/oxlint'), ['-c', join(root, '.oxlintrc.json'), '--format', 'json', path], {
    cwd: folder,
    encoding: 'utf8',
  })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'godwit-lint-'))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: 'es2023',
        module: 'nodenext',
        noEmit: true,
        types: ['node'],
        typeRoots: [join(root, '.ci/node_modules/@types')],
      },
    }),
  )
  Object.values(seeds).forEach((source, index) => writeFileSync(join(folder, `seed-${index}.ts`), source))
  const run = lint('.')
  exit = run.status
  const { diagnostics } = JSON.parse(String(run.stdout)) as { diagnostics: { code: string; filename: string }[] }
  found = group(diagnostics)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function group(diagnostics: readonly { code: string; filename: string }[]): Map<string, Set<string>> {
  const map = new Map<string, Set<string>>()
  for (const { code, filename } of diagnostics) {
    const codes = map.get(filename) ?? new Set()
    map.set(filename, codes.add(code))
  }
  return map
}

describe('the linter', () => {
  test('fails on the seeded files', () => expect(exit).toBe(1))

  test.each(Object.keys(seeds).map((rule, index) => [rule, `seed-${index}.ts`] as const))('reports %s', (rule, file) => {
    expect([...(found.get(file) ?? [])]).toContain(rule)
  })

  test('is quiet about a file without a fault', () => {
    const file = join(folder, 'clean.ts')
    writeFileSync(file, clean)
    const { status, stdout } = lint(file)
    expect({ status, stdout: (JSON.parse(String(stdout)) as { diagnostics: unknown[] }).diagnostics }).toEqual({ status: 0, stdout: [] })
  })
})
