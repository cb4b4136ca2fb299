// Owns: how the mysql client reads its DELIMITER command.
// Must not know: statements, what the delimiter then ends.

const LINE_END = /\r?\n|$/g
const ARGUMENT = /^[ \t]*(?:'([^']*)'|"([^"]*)"|`([^`]*)`|(\S+))/

export type DelimiterCommand =
  /** `end` is the offset of the line's end; the client ignores what else is on the line. */
  { readonly ok: true; readonly delimiter: string; readonly end: number } | { readonly ok: false; readonly reason: string }

/**
 * `from` is behind the word DELIMITER.
 * @see https://dev.mysql.com/doc/refman/8.4/en/mysql-commands.html
 */
export function readDelimiter(text: string, from: number): DelimiterCommand {
  LINE_END.lastIndex = from
  const end = LINE_END.exec(text)?.index ?? text.length
  const match = ARGUMENT.exec(text.slice(from, end))
  const delimiter = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4] ?? ''
  if (delimiter === '') return { ok: false, reason: 'DELIMITER names no delimiter' }
  if (delimiter.includes('\\')) return { ok: false, reason: 'a delimiter cannot contain a backslash: the mysql client refuses it' }
  return { ok: true, delimiter, end }
}
