// Takes the place of a stranger: installs the tarballs of `packed.mjs` with npm into an empty project, type-checks every ```ts block of
// the documentation there as strictly as TypeScript can, and runs it, and the command line, on this Node and on each whose version is an
// argument. ```ts compile is only compiled, ```ts fragment only shown. Exits 1 when anything fails.
// Must not know this workspace's sources.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { withNode } from './nodes.mjs'
import { typed } from './typed.mjs'
import { packages, root } from './workspace.mjs'

/** What a user installs beside Godwit, as it stands in this workspace: a client must not be compiled again. */
const CLIENTS = ['@libsql/client', 'better-sqlite3', 'vitest']

const all = packages()
const project = mkdtempSync(join(tmpdir(), 'godwit-consumer-'))
process.on('exit', () => rmSync(project, { recursive: true, force: true }))

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
function run(command, args, cwd = project) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 300_000,
  })
  return { ok: status === 0, output: `${stdout}${stderr}`.trim() }
}

/** @param {string} name */
function installed(name) {
  const found = [root, ...all.map(({ dir }) => dir)].map((dir) => join(dir, 'node_modules', name)).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${name} is not installed in this workspace`)
  return realpathSync(found)
}

const tarballs = existsSync(join(root, '.packs')) ? readdirSync(join(root, '.packs')) : []
const dependencies = Object.fromEntries([
  ...all
    .filter(({ manifest }) => !manifest.private)
    .map(({ name }) => {
      const tarball = tarballs.find((file) => file.startsWith(`${name.slice(1).replace('/', '-')}-`) && /-\d[^-]*\.tgz$/.test(file))
      if (tarball === undefined) throw new Error(`${name} is not packed; run the check of the packed packages first`)
      return [name, `file:${join(root, '.packs', tarball)}`]
    }),
  ...CLIENTS.map((name) => [name, `file:${installed(name)}`]),
  ['@types/node', JSON.parse(readFileSync(join(installed('@types/node'), 'package.json'), 'utf8')).version],
])

writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module', dependencies }, null, 2))
writeFileSync(
  join(project, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      types: ['node'],
      outDir: 'out',
      rootDir: 'blocks',
    },
    include: ['blocks'],
  }),
)

/** @param {string} page */
function blocksOf(page) {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(/^```ts(?: (\w+))?\n(.*?)^```$/gms)].map(({ 1: mode, 2: code = '', index }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    mode,
    code,
  }))
}

const pages = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...(existsSync(join(root, 'docs'))
    ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .map((file) => join('docs', file))
    : []),
  ...all
    .map(({ dir }) => join(dir, 'README.md'))
    .filter((file) => existsSync(file))
    .map((file) => relative(root, file)),
]
const blocks = pages.flatMap(blocksOf).filter(({ mode }) => mode !== 'fragment')
mkdirSync(join(project, 'blocks'))
blocks.forEach(({ place, code }, index) => writeFileSync(join(project, 'blocks', `block-${index}.ts`), `// ${place}\n${code}`))

const install = run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--install-links=false'])
if (!install.ok) throw new Error(install.output)
const compile = run(process.execPath, [join(installed('typescript'), 'bin/tsc'), '-p', '.'])
if (!compile.ok) console.log(compile.output)

let failed = compile.ok ? 0 : 1
if (compile.ok) {
  runBlocks({ version: process.version, binary: process.execPath })
  for (const range of process.argv.slice(2)) withNode(project, range, runBlocks)
}
console.log(`${blocks.length} blocks of ${pages.length} pages, ${failed} failures`)
process.exitCode = failed === 0 && blocks.some(({ mode }) => mode === undefined) ? 0 : 1

/** @param {import('./nodes.mjs').Node} node */
function runBlocks({ version, binary }) {
  blocks.forEach(({ place, mode }, index) => {
    if (mode === undefined)
      judge(version, place, run(binary, [join(project, 'out', `block-${index}.js`)], mkdtempSync(join(project, 'run-'))))
  })
  const cwd = mkdtempSync(join(project, 'run-'))
  const main = join(project, 'node_modules/@godwit/cli/dist/main.js')
  for (const command of [
    ['init'],
    ['up', '--url', 'file:app.db'],
    ['status', '--check', '--url', 'file:app.db'],
    ['down', '--yes', '--url', 'file:app.db'],
  ]) {
    judge(version, `migrate ${command.join(' ')}`, run(binary, [main, ...command], cwd))
  }
  const { by, ...result } = typed(binary, main, mkdtempSync(join(project, 'run-')))
  judge(version, `migrate up, in TypeScript, read by ${by}`, result)
}

/** @param {string} version @param {string} what @param {{ ok: boolean, output: string }} result */
function judge(version, what, { ok, output }) {
  console.log(`${version}  ${what}  ${ok ? 'ran' : 'FAILED'}`)
  if (ok) return
  failed += 1
  console.log(output)
}
