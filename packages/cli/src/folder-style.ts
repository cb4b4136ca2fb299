// Owns: how the migrations of a folder are named and cut into files, read off the newest of them.
// Must not know: what a migration does, what the next one is called.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { numberingOf, type Numbering } from './numbering.ts'

export type Shape =
  /** One file, with markers for up and down. */
  | { readonly kind: 'marked'; readonly wording: 'migrate' | 'goose' | 'node-pg-migrate' | 'none' }
  /** `X.up.sql` and `X.down.sql`. */
  | { readonly kind: 'pair' }
  /** A folder with `up.sql` and `down.sql`, or with `migration.sql`. */
  | { readonly kind: 'folder'; readonly up: 'up.sql' | 'migration.sql' }
  | { readonly kind: 'module'; readonly extension: string }

export interface FolderStyle {
  /** `V` of Flyway, or nothing. */
  readonly prefix: string
  readonly numbering: Numbering
  /** Between the number and the words. */
  readonly separator: string
  /** Between the words. */
  readonly joint: '_' | '-'
  readonly shape: Shape
  /** The highest number there is. */
  readonly last: string | undefined
}

export const HOUSE_STYLE: FolderStyle = {
  prefix: '',
  numbering: { kind: 'sequence', width: 4 },
  separator: '_',
  joint: '_',
  shape: { kind: 'marked', wording: 'migrate' },
  last: undefined,
}

const NAMED = /^([Vv]?)(\d+)(__|[_.-])(.+)$/

/** Undefined where migrations are there and none has a number that can be continued. */
export function styleOf(folder: string): FolderStyle | undefined {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !/^[._]/.test(name))
  const named = entries.flatMap((entry) => {
    const [, prefix, number, separator, rest] = NAMED.exec(entry.name) ?? []
    const shape = entry.isDirectory() ? folderShape(join(folder, entry.name)) : fileShape(join(folder, entry.name))
    if (prefix === undefined || number === undefined || separator === undefined || rest === undefined || shape === undefined) return []
    return [{ prefix, number, separator, words: rest.split('.')[0] ?? '', shape }]
  })
  if (named.length === 0) return entries.some(({ name }) => /\.(?:sql|[mc]?[jt]s)$/.test(name)) ? undefined : HOUSE_STYLE
  const newest = named.reduce((best, one) => (BigInt(one.number) > BigInt(best.number) ? one : best))
  return {
    prefix: newest.prefix,
    numbering: numberingOf(newest.number),
    separator: newest.separator,
    joint: newest.words.includes('-') && !newest.words.includes('_') ? '-' : '_',
    shape: newest.shape,
    last: newest.number,
  }
}

function folderShape(folder: string): Shape | undefined {
  const names = readdirSync(folder)
  if (names.includes('up.sql')) return { kind: 'folder', up: 'up.sql' }
  return names.includes('migration.sql') ? { kind: 'folder', up: 'migration.sql' } : undefined
}

function fileShape(path: string): Shape | undefined {
  const module = /(?<!\.d)\.([mc]?[jt]s)$/.exec(path)?.[1]
  if (module !== undefined) return { kind: 'module', extension: module }
  if (!path.endsWith('.sql')) return undefined
  if (/\.(?:up|down)\b[^/\\]*\.sql$/.test(path)) return { kind: 'pair' }
  return { kind: 'marked', wording: wordingOf(readFileSync(path, 'utf8')) }
}

function wordingOf(text: string): Extract<Shape, { kind: 'marked' }>['wording'] {
  if (/^--\s*migrate:(?:up|down)\b/im.test(text)) return 'migrate'
  if (/^--\s*\+goose\s+up\b/im.test(text)) return 'goose'
  return /^\s*--[\s-]*up\s+migration\b/im.test(text) ? 'node-pg-migrate' : 'none'
}
