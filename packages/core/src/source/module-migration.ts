// Owns: what a TypeScript or JavaScript module must export to be a migration.
// Must not know: how modules are loaded.

import type { Migration, Script } from '../model/migration.ts'
import { scriptProblem } from '../pure/script-problem.ts'

/** What the file's name says. */
export interface Named {
  readonly id: string
  readonly description: string
}

export type ModuleReading =
  | { readonly ok: true; readonly migration: Migration }
  /** Small first letter, no full stop: the caller puts the file in front. */
  | { readonly ok: false; readonly reason: string }

type Exports = Readonly<Record<string, unknown>>

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

function candidates(exports: Exports): readonly { readonly name: string; readonly value: Exports }[] {
  const standard = unwrapped(exports['default'])
  if (isObject(standard) && 'up' in standard) return [{ name: 'default', value: standard }]
  if ('up' in exports) return [{ name: 'up', value: exports }]
  return Object.entries(exports).flatMap(([name, value]) => (isObject(value) && 'up' in value ? [{ name, value }] : []))
}

/** TypeScript compiled to CommonJS arrives as a default export inside the default export. */
function unwrapped(value: unknown): unknown {
  return isObject(value) && value['__esModule'] === true ? (value['default'] ?? value) : value
}

function checked(exported: Exports, named: Named): ModuleReading {
  const { id = named.id, description = named.description, up, down, transaction, foreignKeys, check, createdAt } = exported
  // Not taken over from the module: the id must be known before anything is run, and stay when the file is edited.
  if (id !== named.id)
    return refused(`it exports the id '${String(id)}', and its name says '${named.id}'; leave the id out, or rename the file`)
  if (typeof description !== 'string') return refused('its `description` is not a text')
  const problem = scriptProblem('up', up) ?? (down === undefined ? undefined : scriptProblem('down', down))
  if (problem !== undefined) return refused(problem)
  if (transaction !== undefined && transaction !== 'auto' && transaction !== 'forbidden')
    return refused("its `transaction` is neither 'auto' nor 'forbidden'")
  if (foreignKeys !== undefined && foreignKeys !== 'enforced' && foreignKeys !== 'suspended') {
    return refused("its `foreignKeys` is neither 'enforced' nor 'suspended'")
  }
  if (check !== undefined && typeof check !== 'string' && !isObject(check)) return refused('its `check` is not a query')
  return {
    ok: true,
    migration: {
      id: named.id,
      description,
      up: up as Script,
      ...(down === undefined ? {} : { down: down as Script }),
      ...(transaction === undefined ? {} : { transaction }),
      ...(foreignKeys === undefined ? {} : { foreignKeys }),
      ...(check === undefined ? {} : { check }),
      ...(createdAt instanceof Date ? { createdAt } : {}),
    },
  }
}

function nothingFound(exports: Exports): string {
  const standard = unwrapped(exports['default'])
  const names = Object.keys(isObject(standard) ? standard : exports)
  return `it has no export with an \`up\`${names.length === 0 ? '' : `, only ${names.map((name) => `\`${name}\``).join(', ')}`}`
}

function isObject(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null
}

function refused(reason: string): ModuleReading {
  return { ok: false, reason }
}
