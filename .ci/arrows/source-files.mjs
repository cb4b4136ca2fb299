// Owns: which files the arrows are about.
// Must not know: the rules.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

import { readSourceFile } from './source-file.mjs'

/**
 * Every source file of every package, by path.
 * @param {string} root
 * @returns {import('./source-file.mjs').SourceFile[]}
 */
export function sourceFiles(root) {
  const folder = join(root, 'packages')
  return readdirSync(folder)
    .toSorted()
    .filter((name) => existsSync(join(folder, name, 'src')))
    .flatMap((name) =>
      readdirSync(join(folder, name, 'src'), { recursive: true, encoding: 'utf8' })
        .map((inner) => inner.split(sep).join('/'))
        .filter((inner) => /\.m?tsx?$/.test(inner) && !inner.includes('testdata/'))
        .toSorted()
        .map((inner) => `packages/${name}/src/${inner}`),
    )
    .map((path) => readSourceFile(path, readFileSync(join(root, path), 'utf8')))
}
