// Owns: generated scripts for property tests: statements that are known, and how they are strung together.
// Must not know: what is asserted about them.

import fc, { type Arbitrary } from 'fast-check'

export interface GeneratedScript {
  /** Without delimiters and without anything around them. */
  readonly statements: readonly string[]
  readonly text: string
}

interface Language {
  /** Pieces of an expression, each a token or several, hostile where it can be. */
  readonly atoms: Arbitrary<string>
  /** What may stand between two tokens; at least one character of white space in it. */
  readonly gaps: Arbitrary<string>
  /** Statements made of `gap` and expressions. */
  readonly statement: (expression: Arbitrary<string>, gap: Arbitrary<string>) => Arbitrary<string>
}

const HOSTILE = ';\'"`$-/*#\\()[]:\n\r aeux1'

/** Text of characters that mean something to a lexer, and a few that do not. */
export const hostileText: Arbitrary<string> = fc
  .array(fc.constantFrom(...HOSTILE, ';', '--', '/*', '*/', '$$', '$a$', 'END', 'BEGIN', '\r\n', 'é', '🐦'), { maxLength: 12 })
  .map((parts) => parts.join(''))

const without = (pattern: RegExp): Arbitrary<string> => hostileText.map((text) => text.replaceAll(pattern, ''))
const doubled = (quote: string): Arbitrary<string> => hostileText.map((text) => quote + text.replaceAll(quote, quote + quote) + quote)

const blockComment: Arbitrary<string> = without(/[*/]/g).map((text) => `/*${text}*/`)
const nestedComment: Arbitrary<string> = fc.tuple(blockComment, blockComment).map(([a, b]) => `/*${a}/ ${b}*/`)
const dashComment = (ends: RegExp): Arbitrary<string> => without(ends).map((text) => `-- ${text}\n`)
const blank = fc.constantFrom(' ', '\n', '\t', '\r\n', '  ')

function script(language: Language): Arbitrary<GeneratedScript> {
  const gap = fc.oneof({ weight: 3, arbitrary: blank }, { weight: 1, arbitrary: language.gaps.map((comment) => ` ${comment} `) })
  const expression = fc.array(language.atoms, { minLength: 1, maxLength: 5 }).map((atoms) => atoms.join(', '))
  const around = fc.array(gap, { maxLength: 3 }).map((gaps) => gaps.join(''))
  const delimiter = fc.constantFrom(';', ';;', '; ;', ';\n')
  return fc
    .tuple(fc.array(fc.tuple(around, language.statement(expression, gap), around, delimiter), { maxLength: 6 }), around)
    .map(([parts, tail]) => ({
      statements: parts.map(([, statement]) => statement),
      text: parts.map(([before, statement, after, end]) => before + statement + after + end).join('') + tail,
    }))
}

const number = fc.constantFrom('1', '1.5', '.5', '1e3', '1.5e-3')

const e = hostileText.map(
  (text) => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", (_match, at: number) => (at % 2 === 0 ? "''" : "\\'"))}'`,
)
const dollar = fc
  .tuple(fc.constantFrom('$$', '$a$', '$fn_1$', '$é$'), hostileText)
  .map(([tag, text]) => `${tag}${text.replaceAll('$', '')}${tag}`)
const name = (quote: '"' | '`'): Arbitrary<string> => doubled(quote).filter((text) => text.length > 2)
const unicode = without(/\\/g).map((text) => `U&'${text.replaceAll("'", "''")}'`)

export const postgresScript: Arbitrary<GeneratedScript> = script({
  atoms: fc.oneof(
    number,
    doubled("'"),
    e,
    dollar,
    name('"'),
    unicode,
    fc.constantFrom("B'01'", "x'1F'", 'a->>b', 'a::int', '1 AS end', 'f(1)', '- -1', 'a.end', 'CASE WHEN true THEN 1 END'),
  ),
  gaps: fc.oneof(blockComment, nestedComment, dashComment(/[\n\r]/g)),
  statement: (expression, gap) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(gap, expression).map(([g, x]) => `SELECT${g}${x}`) },
      fc
        .tuple(gap, gap, fc.array(expression, { maxLength: 3 }))
        .map(
          ([g, h, xs]) =>
            `CREATE${g}FUNCTION f(begin int) RETURNS int${h}BEGIN${g}ATOMIC${h}${xs.map((x) => `SELECT ${x};${g}`).join('')}END`,
        ),
      fc.tuple(gap, dollar).map(([g, body]) => `DO${g}${body}`),
      fc.tuple(gap, expression, expression).map(([g, x, y]) => `CREATE RULE r AS ON INSERT TO t DO${g}(SELECT ${x};${g}SELECT ${y})`),
    ),
})

export const sqliteScript: Arbitrary<GeneratedScript> = script({
  atoms: fc.oneof(
    number,
    doubled("'"),
    fc.constantFrom(
      "x'3b'",
      '"end"',
      '`end`',
      '[end]',
      '"x;"',
      'end',
      'begin',
      'CASE WHEN 1 THEN 2 END',
      "'a' || 'b'",
      "'{}'->>'a'",
      'CASE end WHEN 1 THEN end END',
    ),
  ),
  gaps: fc.oneof(blockComment, dashComment(/\n/g)),
  statement: (expression, gap) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(gap, expression).map(([g, x]) => `SELECT${g}${x} FROM t`) },
      fc
        .tuple(gap, gap, fc.constantFrom('', 'TEMP', 'TEMPORARY'), fc.array(expression, { minLength: 1, maxLength: 3 }))
        .map(
          ([g, h, temporary, xs]) =>
            `CREATE${g}${temporary}${h}TRIGGER${h}IF NOT EXISTS begin${g}AFTER INSERT ON t${h}BEGIN${g}${xs.map((x) => `SELECT ${x} FROM t;${h}`).join('')}END`,
        ),
      fc.tuple(gap, expression).map(([g, x]) => `EXPLAIN${g}SELECT ${x} FROM t`),
    ),
})

const backslashed = (quote: string): Arbitrary<string> =>
  hostileText.map(
    (text) =>
      quote +
      text.replaceAll('\\', '\\\\').replaceAll(quote, (_match, at: number) => (at % 2 === 0 ? quote + quote : `\\${quote}`)) +
      quote,
  )

const mysqlBody: Arbitrary<string> = fc.letrec<{ statement: string; block: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(
      'SELECT 1',
      "SET @a = IF(1, 'x;', 2)",
      'SELECT CASE WHEN end > 1 THEN end ELSE IF(1, 2, 3) END FROM t',
      'DROP TABLE IF EXISTS t',
      "SELECT REPEAT('a', 3), t.case FROM t",
      'DO SLEEP(0)',
      'SELECT 1 AS end',
    ),
    tie('block'),
  ),
  block: fc.tuple(tie('statement'), tie('statement'), fc.integer({ min: 0, max: 8 })).map(([a, b, shape]) => {
    switch (shape) {
      case 0:
        return `BEGIN ${a}; ${b}; END`
      case 1:
        return `IF (1) THEN ${a}; ELSEIF CASE WHEN 1 THEN 2 END THEN ${b}; ELSE ${a}; END IF`
      case 2:
        return `CASE end WHEN 1 THEN ${a}; ELSE ${b}; END CASE`
      case 3:
        return `x: LOOP ${a}; LEAVE x; END LOOP x`
      case 4:
        return `REPEAT ${a}; ${b}; UNTIL end > CASE WHEN 1 THEN 2 END END REPEAT`
      case 5:
        return `WHILE CASE WHEN 1 THEN 0 END DO ${a}; END WHILE`
      case 6:
        return `BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION, SQLSTATE VALUE '42000' ${a}; ${b}; END`
      case 7:
        return `CASE WHEN CASE 1 WHEN 1 THEN 1 END THEN ${a}; END CASE`
      default:
        return 'BEGIN END'
    }
  }),
})).statement

export const mysqlScript: Arbitrary<GeneratedScript> = script({
  atoms: fc.oneof(
    number,
    backslashed("'"),
    backslashed('"'),
    name('`'),
    fc.constantFrom("x'3b'", 'end', 't.case', '@a := 1', 'IF(1, 2, 3)', 'CASE WHEN 1 THEN 2 END', '\\N'),
  ),
  gaps: fc.oneof(
    without(/[*/!M]/g).map((text) => `/* ${text}*/`),
    dashComment(/\n/g),
    without(/\n/g).map((text) => `#${text}\n`),
  ),
  statement: (expression, gap) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.tuple(gap, expression).map(([g, x]) => `SELECT${g}${x}`) },
      fc.tuple(gap, mysqlBody).map(([g, body]) => `CREATE${g}PROCEDURE${g}p(begin INT)${g}COMMENT 'END;' ${body}`),
      fc
        .tuple(gap, mysqlBody)
        .map(
          ([g, body]) => `CREATE DEFINER = event@'x'${g}FUNCTION f() RETURNS VARCHAR(10)${g}DETERMINISTIC BEGIN ${body};${g}RETURN 1; END`,
        ),
      fc.tuple(gap, mysqlBody).map(([g, body]) => `CREATE TRIGGER begin BEFORE INSERT ON${g}t FOR EACH ROW${g}${body}`),
      fc.tuple(gap, mysqlBody).map(([g, body]) => `CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'DO' DO${g}${body}`),
      fc.tuple(gap, mysqlBody).map(([g, body]) => `BEGIN${g}NOT${g}ATOMIC ${body}; END`),
    ),
})
