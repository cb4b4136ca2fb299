// Owns: what a TypeScript or JavaScript module must export to be a migration.
// Must not know: how modules are loaded.

import type { Check, Migration, Script } from '../model/migration.ts'
import { type Fields, isObject, misshapen } from '../pure/line/misshapen.ts'

/** What the file's name says. */
export interface Named {
  readonly id: string
  readonly description: string
}

export type ModuleReading =
  | { readonly ok: true; readonly migration: Migration }
  /** Small first letter, no full stop: the caller puts the file in front. */
  | { readonly ok: false; readonly reason: string }

/**
 * The migration that a module exports: as its default, as `up`, `down` and `description` side by side, or as its only
 * export with an `up`. The id is the file's; `description` may be left to the file's name.
 */
export function moduleMigration(exports: unknown, named: Named): ModuleReading {
  if (!isObject(exports)) return refused('it exports nothing')
  const found = candidates(exports)
  const [first, second] = found
  if (first === undefined) return refused(nothingFound(exports))
  if (second !== undefined) {
    return refused(`it exports ${found.length} migrations, ${found.map(({ name }) => `\`${name}\``).join(', ')}; one file is one migration`)
  }
  return checked(first.value, named)
}

function candidates(exports: Fields): readonly { readonly name: string; readonly value: Fields }[] {
  const standard = unwrapped(exports['default'])
  if (isObject(standard) && 'up' in standard) return [{ name: 'default', value: standard }]
  if ('up' in exports) return [{ name: 'up', value: exports }]
  return Object.entries(exports).flatMap(([name, value]) => (isObject(value) && 'up' in value ? [{ name, value }] : []))
}

/** TypeScript compiled to CommonJS arrives as a default export inside the default export. */
function unwrapped(value: unknown): unknown {
  return isObject(value) && value['__esModule'] === true ? (value['default'] ?? value) : value
}

function checked(exported: Fields, named: Named): ModuleReading {
  const { id = named.id, description = named.description, up, down, transaction, foreignKeys, check, createdAt } = exported
  // Not taken over from the module: the id must be known before anything is run, and stay when the file is edited.
  if (id !== named.id)
    return refused(`it exports the id '${String(id)}', and its name says '${named.id}'; leave the id out, or rename the file`)
  if (typeof description !== 'string') return refused('its `description` is not a text')
  const problem = misshapen(exported)
  if (problem !== undefined) return refused(problem)
  return {
    ok: true,
    migration: {
      id: named.id,
      description,
      up: up as Script,
      ...(down === undefined ? {} : { down: down as Script }),
      ...(transaction === undefined ? {} : { transaction: transaction as 'auto' | 'forbidden' }),
      ...(foreignKeys === undefined ? {} : { foreignKeys: foreignKeys as 'enforced' | 'suspended' }),
      ...(check === undefined ? {} : { check: check as Check }),
      ...(createdAt instanceof Date ? { createdAt } : {}),
    },
  }
}

function nothingFound(exports: Fields): string {
  const standard = unwrapped(exports['default'])
  const names = Object.keys(isObject(standard) ? standard : exports)
  return `it has no export with an \`up\`${names.length === 0 ? '' : `, only ${names.map((name) => `\`${name}\``).join(', ')}`}`
}

function refused(reason: string): ModuleReading {
  return { ok: false, reason }
}
