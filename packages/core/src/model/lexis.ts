// Owns: the lexical facts of an engine that decide where a token and a statement end.
// Must not know: what statements mean, drivers, migrations.

/** How one dialect writes strings, names and comments. Read by the lexer, which is the same for all. */
export interface Lexis {
  /** Characters that open a quoted identifier: `"` everywhere, backtick on MySQL and SQLite, `[` on SQLite. */
  readonly identifierQuotes: readonly ('"' | '`' | '[')[]
  /** Characters that open a string: `'` everywhere, `"` on MySQL. */
  readonly stringQuotes: readonly ("'" | '"')[]
  /**
   * Letters that are one token with the string right behind them, in lower case; `u` means `U&'…'` and `U&"…"`. Not the
   * `N'…'` of PostgreSQL, which reads the same as `N '…'`.
   */
  readonly stringPrefixes: readonly ('b' | 'e' | 'n' | 'u' | 'x')[]
  /** Where a backslash hides the next character: nowhere, in `E'…'` only (PostgreSQL), in every string (MySQL). */
  readonly backslashEscapes: 'never' | 'e-strings' | 'always'
  /** Whether a name may begin with a digit, as in `db.2024_archive` (MySQL). */
  readonly namesBeginWith: 'letter' | 'letter-or-digit'
  /** `$tag$ … $tag$`: on PostgreSQL, and on MySQL in the body of a function that is not SQL. */
  readonly dollarQuotes: 'always' | 'in-external-routines' | 'never'
  /** Whether a block comment may hold another one (PostgreSQL). */
  readonly nestedComments: 'yes' | 'no'
  /** `--` opens a comment always, or only before white space (MySQL). */
  readonly dashComments: 'always' | 'before-space'
  /** `#` opens a comment (MySQL). */
  readonly hashComments: 'yes' | 'no'
  /** Block comments beginning with `!` are code (MySQL). */
  readonly executableComments: 'yes' | 'no'
  /** What ends a comment to the end of the line: a line feed, or a carriage return too (PostgreSQL). */
  readonly lineCommentEnd: 'lf' | 'cr-or-lf'
  /** Operators of more than one character, the longest first; or any run of operator characters (PostgreSQL). */
  readonly operators: 'user-defined' | readonly string[]
  /** Statements whose body holds semicolons: triggers, `BEGIN ATOMIC`, stored programs. */
  readonly compound: 'sqlite-trigger' | 'begin-atomic' | 'stored-program'
  /** Whether a semicolon between parentheses ends the statement: not in `CREATE RULE … DO (a; b)` (PostgreSQL). */
  readonly semicolonInParentheses: 'ends' | 'belongs'
  /** Lines that belong to a client program and not to the server. */
  readonly clientCommands: 'dot' | 'psql' | 'delimiter'
}
