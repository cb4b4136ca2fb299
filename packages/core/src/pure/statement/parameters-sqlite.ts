// Owns: which parameter a statement of SQLite has that nobody gives a value.
// Must not know: problems, migrations, who sends values along.

import type { Statement } from '../../model/statement.ts'

/** Most texts have none of these; where one has, only its tokens tell a parameter from a piece of a string or a comment. */
const PERHAPS = /\?|[:@$][\w$\u0080-\uffff]/

/**
 * SQLite takes a parameter without a value for NULL, in silence. No other token of its begins with these characters: names with a
 * dollar in front are parameters, and `::` is no operator here.
 * @see https://www.sqlite.org/lang_expr.html#parameters
 */
export function sqliteParameter(statement: Statement): string | undefined {
  if (!PERHAPS.test(statement.text)) return undefined
  const { tokens } = statement
  for (const [n, token] of tokens.entries()) {
    switch (token.charAt(0)) {
      case '?':
      case ':':
      case '@': {
        if (token.length > 1) break
        const next = tokens[n + 1] ?? ''
        return /^[\w$\u0080-\uffff]/.test(next) && (token !== '?' || /^\d/.test(next)) ? token + next : token
      }
      case '$':
        return token
      default:
    }
  }
  return undefined
}
