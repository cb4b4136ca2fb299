// Owns: the statements by which a line makes its tables, for another migration to make the same.
// Must not know: which line it is.

import type { DialectFamily, Line } from '@godwit/core'

/** In order, up to and with migration `to`. Throws `TypeError` where one is code or has no variant for `dialect`. */
export function statementsOf({ name, migrations }: Line, to: string, dialect: DialectFamily): readonly string[] {
  const last = migrations.findIndex(({ id }) => id === to)
  if (last < 0) throw new TypeError(`The line ${name} has no migration ${to}.`)
  return migrations.slice(0, last + 1).flatMap(({ id, up }) => {
    const script = dialect in up ? up[dialect as keyof typeof up] : undefined
    if (!Array.isArray(script)) throw new TypeError(`Migration ${id} of the line ${name} is not written in statements for ${dialect}.`)
    return (script as readonly (string | { readonly text: string })[]).map((each) => (typeof each === 'string' ? each : each.text))
  })
}
