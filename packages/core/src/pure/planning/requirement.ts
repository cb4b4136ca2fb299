// Owns: `agents>=004`: its form, whether it is met, and the order of lines that follows from it.
// Must not know: how lines are run.

import { MigrateError } from '../../model/error.ts'
import type { Journal } from '../../model/journal.ts'
import type { Line } from '../../model/migration.ts'
import { compareId } from '../line/compare-id.ts'
import { history } from '../journal/history.ts'

interface Requirement {
  readonly line: string
  /** That migration or a later one is applied; undefined means any. */
  readonly from: string | undefined
}

/** Throws `MigrateError` with code `INVALID` on anything but `line` or `line>=id`. */
export function parseRequirement(text: string): Requirement {
  const [line = '', from, ...rest] = text.split('>=').map((part) => part.trim())
  if (line === '' || /[<>=]/.test(line) || from === '' || rest.length > 0) {
    throw new MigrateError('INVALID', `'${text}' is not a requirement. Write 'line' or 'line>=id', such as 'agents>=004'.`, {
      subject: 'requirement',
      id: text,
    })
  }
  return { line, from }
}

export function unmetRequirements(requires: readonly string[], journal: Journal): readonly string[] {
  return requires.filter((text) => {
    const { applied, halfWay } = history(journal, parseRequirement(text).line)
    // One that is half way down is not there to build on.
    return !isMet(text, halfWay.size === 0 ? applied.keys() : [...applied.keys()].filter((id) => !halfWay.has(id)))
  })
}

/** `applied`: ids of the line that the requirement names. */
export function isMet(requirement: string, applied: Iterable<string>): boolean {
  const { from } = parseRequirement(requirement)
  for (const id of applied) if (from === undefined || compareId(id, from) >= 0) return true
  return false
}

/**
 * Lines in an order in which each comes after those it requires; otherwise as given. A required line that is not among
 * them is left to the plan, which looks for it in the database. Throws `INVALID` on a circle or on two lines of one name.
 */
export function orderLines(lines: readonly Line[]): readonly Line[] {
  const byName = new Map(lines.map((line) => [line.name, line]))
  if (byName.size < lines.length) {
    const twice = lines.find((line, index) => lines.findIndex(({ name }) => name === line.name) < index)?.name ?? ''
    throw new MigrateError('INVALID', `There are two lines named '${twice}'. One database holds one history per name.`, {
      subject: 'line',
      id: twice,
    })
  }
  const order: Line[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (line: Line, path: readonly string[]): void => {
    if (state.get(line.name) === 'done') return
    if (state.get(line.name) === 'open') {
      throw new MigrateError('INVALID', `Lines require each other in a circle: ${[...path, line.name].join(' → ')}.`, {
        subject: 'line',
        id: line.name,
      })
    }
    state.set(line.name, 'open')
    for (const text of line.requires ?? []) {
      const required = byName.get(parseRequirement(text).line)
      if (required !== undefined) visit(required, [...path, line.name])
    }
    state.set(line.name, 'done')
    order.push(line)
  }
  for (const line of lines) visit(line, [])
  return order
}
