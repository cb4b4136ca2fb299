// Owns: how the migrations of a folder are named and cut into files, read off the newest of them.
// Must not know: what a migration does, what the next one is called.

import { readdirSync, readFileSync, type Dirent } from 'node:fs'
import { join, relative } from 'node:path'
import { compareId } from '@godwit/core'
import { reading } from '../process/file-refusal.ts'
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
  /** `V` of Flyway and all parts of the number but its last, or nothing: `V1.`. */
  readonly prefix: string
  readonly numbering: Numbering
  /** Between the number and the words. */
  readonly separator: string
  /** Between the words. */
  readonly joint: '_' | '-'
  readonly shape: Shape
  /** Of the highest number there is, its last part. */
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

/**
 * The part that counts is the last of the number: `V1.10__x` goes on with `V1.11__`. Underscores join parts in Flyway's
 * form only. A date with dashes is no number that can be counted on.
 */
const FLYWAY = /^(V(?:\d+[._])*)(\d+)(__)(.+)$/
const NAMED = /^(?!\d{4}-\d{2}-\d{2})([Vv]?(?:\d+\.)*)(\d+)(__|[_.-])(.+)$/

/** Undefined where migrations are there and none has a number that can be continued. */
export function styleOf(folder: string, cwd: string): FolderStyle | undefined {
  const shown = (path: string): string => relative(cwd, path) || '.'
  const all = reading(shown(folder), () => readdirSync(folder, { withFileTypes: true }))
  const entries = all.filter(({ name }) => !/^[._]/.test(name))
  const named = entries.flatMap((entry) => {
    const { name } = entry
    const [, prefix, number, separator, rest] = FLYWAY.exec(name) ?? NAMED.exec(name) ?? []
    if (prefix === undefined || number === undefined || separator === undefined || rest === undefined) return []
    const path = join(folder, name)
    const shape = reading(shown(path), () => (entry.isDirectory() ? folderShape(path) : fileShape(path)))
    return shape === undefined ? [] : [{ name, prefix, number, separator, words: rest.split('.')[0] ?? '', shape }]
  })
  const others = entries.filter((entry) => isMigration(entry) && !named.some(({ name }) => name === entry.name))
  if (named.length === 0) return others.length > 0 ? undefined : HOUSE_STYLE
  const newest = named.reduce((best, one) => (compareId(one.name, best.name) > 0 ? one : best))
  // What is made would come before those.
  if (others.some(({ name }) => /^[Vv]?\d/.test(name) && compareId(name, newest.name) > 0)) return undefined
  return {
    prefix: newest.prefix,
    numbering: numberingOf(newest.number),
    separator: newest.separator,
    joint: newest.words.includes('-') && !newest.words.includes('_') ? '-' : '_',
    shape: newest.shape,
    last: newest.number,
  }
}

function isMigration(entry: Dirent): boolean {
  return entry.isDirectory() ? /^[Vv]?\d/.test(entry.name) : /\.(?:sql|[mc]?[jt]s)$/.test(entry.name)
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
