// Owns: the two commands of psql that pg_dump writes around a script, and that ask for nothing which is not so here.
// Must not know: statements, other commands of psql.

const RESTRICTION = /\\(?:un)?restrict[ \t]+[0-9A-Za-z]+[ \t]*(?=\r?\n|$)/y

/**
 * Where `\restrict KEY` or `\unrestrict KEY` ends that begins at `from`. Between them psql takes no other command, and here none is
 * ever taken. The key is another one in every dump.
 * @see https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMAND-RESTRICT
 */
export function restrictionEnd(text: string, from: number): number | undefined {
  RESTRICTION.lastIndex = from
  return RESTRICTION.test(text) ? RESTRICTION.lastIndex : undefined
}
