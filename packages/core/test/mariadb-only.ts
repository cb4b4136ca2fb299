// Owns: forms that MariaDB takes and MySQL 8 refuses. A run on MariaDB alone would never show them.
// Must not know: whose SQL is looked at.

/** As `information_schema.keywords` of MySQL 9.7 has them; those that MariaDB 10.11 takes as a name. */
const RESERVED =
  'CUBE|CUME_DIST|DATABASE|DENSE_RANK|EMPTY|EXTERNAL|FIRST_VALUE|FUNCTION|GENERATED|GET|GROUPING|GROUPS|IO_AFTER_GTIDS|IO_BEFORE_GTIDS|JSON_TABLE|LAG|LAST_VALUE|LATERAL|LEAD|LIBRARY|NTH_VALUE|NTILE|OF|OPTIMIZER_COSTS|OPTION|PERCENT_RANK|QUALIFY|RANK|ROW|SCHEMA|STORED|SYSTEM|TABLESAMPLE|VIRTUAL|WINDOW'

/** What each is, and how it is found in a statement without comments. */
const FORMS: readonly (readonly [form: string, pattern: RegExp])[] = [
  ['CREATE INDEX IF NOT EXISTS', /\bCREATE\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?INDEX\s+IF\s+NOT\s+EXISTS\b/i],
  ['DROP INDEX IF EXISTS', /\bDROP\s+INDEX\s+IF\s+EXISTS\b/i],
  ['IF [NOT] EXISTS inside ALTER TABLE', /\bALTER\s+TABLE\b[^;]*\b(?:ADD|DROP|MODIFY|CHANGE|RENAME)\b[^;]*\bIF\s+(?:NOT\s+)?EXISTS\b/i],
  ['CREATE OR REPLACE TABLE and the like', /\bCREATE\s+OR\s+REPLACE\s+(?!(?:\w+\s*=\s*\S+\s+)*(?:SQL\s+SECURITY\s+\w+\s+)?VIEW\b)/i],
  [
    'a literal default of TEXT, BLOB or JSON',
    /\b(?:\w*TEXT|\w*BLOB|JSON)\b(?:\s+CHARACTER\s+SET\s+\w+|\s+COLLATE\s+\w+|\s+NOT\s+NULL)*\s+DEFAULT\s+(?!\(|NULL\b)/i,
  ],
  ['RETURNING', /\bRETURNING\b/i],
  ['sequences', /\b(?:CREATE|DROP|ALTER)\s+SEQUENCE\b|\bNEXT\s+VALUE\s+FOR\b|\bseq_\d+_to_\d+\b/i],
  ['the types UUID and INET6', /\b(?:UUID|INET[46])\b(?!\s*\()/],
  ['EXECUTE IMMEDIATE', /\bEXECUTE\s+IMMEDIATE\b/i],
  ['MINUS', /\bMINUS\b/i],
  ['a reserved word as a name', new RegExp(String.raw`(?:\bAS\s+|\.|[(,]\s*)(?:${RESERVED})\b(?!\s*\()`, 'i')],
  [
    'a change of a table that its own condition reads',
    /\b(?:DELETE\s+FROM|UPDATE)\s+(`[^`]+`|\w+)[^;]*\(\s*SELECT\b[^;]*\bFROM\s+\1(?![`\w])/i,
  ],
]

/** The forms that `text` has. Strings are left out: what is written in them is not SQL. */
export function mariadbOnly(text: string): readonly string[] {
  const bare = text.replaceAll(/'(?:[^'\\]|''|\\.)*'/gs, "''")
  return FORMS.filter(([, pattern]) => pattern.test(bare)).map(([form]) => form)
}
