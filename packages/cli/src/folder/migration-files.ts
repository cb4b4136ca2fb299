// Owns: the files of a new migration: their names and what stands in them at first.
// Must not know: the folder they go to.

import type { FolderStyle, Shape } from './folder-style.ts'

export interface NewFile {
  /** With `/`, below the folder of migrations. */
  readonly path: string
  readonly text: string
}

const MARKERS = {
  migrate: ['-- migrate:up\n\n', '-- migrate:down\n\n'],
  goose: ['-- +goose Up\n\n', '-- +goose Down\n\n'],
  'node-pg-migrate': ['-- Up Migration\n\n', '-- Down Migration\n\n'],
} as const

/** Lower case, everything but letters and digits of any script becomes one joint. Empty when nothing is left. */
export function slug(words: string, joint: '_' | '-'): string {
  return words
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(joint)
}

/** `up` and `down` are SQL to begin with; empty leaves the place to be filled in. */
export function migrationFiles(
  { prefix, separator, shape }: FolderStyle,
  number: string,
  name: string,
  { up, down }: { readonly up: string; readonly down: string } = { up: '', down: '' },
): readonly NewFile[] {
  const id = `${prefix}${number}${separator}${name}`
  switch (shape.kind) {
    case 'marked':
      return [{ path: `${id}.sql`, text: shape.wording === 'none' ? up : marked(shape.wording, up, down) }]
    case 'pair':
      return [
        { path: `${id}.up.sql`, text: up },
        { path: `${id}.down.sql`, text: down },
      ]
    case 'folder':
      return shape.up === 'migration.sql'
        ? [{ path: `${id}/migration.sql`, text: up }]
        : [
            { path: `${id}/up.sql`, text: up },
            { path: `${id}/down.sql`, text: down },
          ]
    case 'module':
      return [{ path: `${id}.${shape.extension}`, text: moduleText(shape.extension) }]
    default:
      return shape satisfies never
  }
}

function marked(wording: Exclude<Extract<Shape, { kind: 'marked' }>['wording'], 'none'>, up: string, down: string): string {
  const [first, second] = MARKERS[wording]
  return `${first}${up}\n${second}${down}`
}

/** No import: it runs wherever the folder lies, whatever is installed there. */
function moduleText(extension: string): string {
  const body = '{\n  up: [``],\n  down: [``],\n}'
  if (extension.endsWith('ts'))
    return `import type { Migration } from '@godwit/core'\n\nexport default ${body} satisfies Omit<Migration, 'id' | 'description'>\n`
  return extension === 'cjs' ? `module.exports = ${body}\n` : `export default ${body}\n`
}
