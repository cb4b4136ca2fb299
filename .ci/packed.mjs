// Packs every public package as a registry would get it, and lets publint and attw judge the tarballs. Exits 1 when one is refused.
// Must not know what is in them, except what must never be.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { packages, root } from './workspace.mjs'

const folder = join(root, '.packs')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)

/** @param {string} cwd @param {string} command @param {string[]} args */
function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
  return { ok: status === 0, output: `${stdout}${stderr}`.trim(), stdout }
}

let refusals = 0
for (const { name, dir, manifest } of packages()) {
  if (manifest.private) continue
  const before = new Set(readdirSync(folder))
  const packed = run(dir, 'pnpm', 'pack', '--pack-destination', folder)
  const tarball = readdirSync(folder).find((file) => !before.has(file))
  const judged = [
    packed,
    ...(tarball === undefined
      ? [{ ok: false, output: 'no tarball' }]
      : [
          contents(tarball),
          run(folder, 'publint', 'run', tarball, '--strict'),
          run(folder, 'attw', tarball, '--profile', 'esm-only', '--no-color', '--format', 'ascii'),
        ]),
  ]
  const bad = judged.filter(({ ok }) => !ok)
  refusals += bad.length
  console.log(`${name}: ${tarball ?? '-'} ${bad.length === 0 ? 'ok' : 'REFUSED'}`)
  for (const { output } of bad) console.log(output)
}
process.exitCode = refusals === 0 ? 0 : 1

/**
 * A stranger finds the licence and a page about the package; nothing of our tests.
 * @param {string} tarball
 */
function contents(tarball) {
  const files = run(folder, 'tar', '-tzf', tarball).stdout.split('\n').filter(Boolean)
  const missing = ['package/LICENSE', 'package/README.md', 'package/package.json'].filter((file) => !files.includes(file))
  const strange = files.filter(
    (file) =>
      !/^package\/(?:LICENSE|README\.md|CHANGELOG\.md|package\.json|(?:dist|schema|src|template)\/.+)$/.test(file) ||
      /\.tsbuildinfo$|\.test\.|\/testdata\//.test(file),
  )
  return {
    ok: missing.length + strange.length === 0,
    output: [...missing.map((file) => `${file} is missing`), ...strange.map((file) => `${file} does not belong there`)].join('\n'),
  }
}
