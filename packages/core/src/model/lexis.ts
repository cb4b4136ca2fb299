// Owns: the lexical facts of an engine that decide where a statement ends.
// Must not know: what statements mean, drivers, migrations.

/** How one dialect writes strings, names and comments. Read by the lexer, which is the same for all. */
export interface Lexis {
  /** Characters that open a quoted identifier: `"` everywhere, backtick on MySQL and SQLite, `[` on SQLite. */
  readonly identifierQuotes: readonly ('"' | '`' | '[')[]
  /** Characters that open a string: `'` everywhere, `"` on MySQL. */
  readonly stringQuotes: readonly ("'" | '"')[]
  /** Where a backslash hides the next character: nowhere, in `E'…'` only (PostgreSQL), in every string (MySQL). */
  readonly backslashEscapes: 'never' | 'e-strings' | 'always'
  /** `$tag$ … $tag$` (PostgreSQL). */
  readonly dollarQuotes: 'yes' | 'no'
  /** Whether a block comment may hold another one (PostgreSQL). */
  readonly nestedComments: 'yes' | 'no'
  /** `--` opens a comment always, or only before white space (MySQL). */
  readonly dashComments: 'always' | 'before-space'
  /** `#` opens a comment (MySQL). */
  readonly hashComments: 'yes' | 'no'
  /** Block comments beginning with `!` are code (MySQL). */
  readonly executableComments: 'yes' | 'no'
  /** Statements whose body holds semicolons: triggers, `BEGIN ATOMIC`, stored programs. */
  readonly compound: 'sqlite-trigger' | 'begin-atomic' | 'stored-program'
  /** Lines that belong to a client program and not to the server. */
  readonly clientCommands: 'none' | 'psql' | 'delimiter'
}
