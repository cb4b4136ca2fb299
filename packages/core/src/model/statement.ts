// Owns: one statement as the lexer found it.
// Must not know: dialects, what the statement means.

export interface Statement {
  /** As written, comments inside included, without the delimiter and without what surrounds it. */
  readonly text: string
  /** The file it was read from, if any. */
  readonly file: string | undefined
  /** Of its first token, both counted from 1. In `file`, or in the string that held it. */
  readonly line: number
  readonly column: number
  /**
   * Its tokens without white space and comments, line ends inside them as LF. What checksums and guards look at. May be
   * inherited and found when asked for: a copy by spreading, and JSON, can lack them.
   */
  readonly tokens: readonly string[]
}
