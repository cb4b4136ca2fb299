import { expect, test } from 'vitest'
import { mysql } from '../src/dialect/mysql.ts'
import { postgres } from '../src/dialect/postgres.ts'
import { sqlite } from '../src/dialect/sqlite.ts'
import { isMigrateError } from '../src/model/error.ts'
import { readSqlFile } from '../src/pure/file/sql-file.ts'

const PLACEHOLDERS = [
  'CREATE TABLE a (b INTEGER);\nCREATE TABLE ${schema}.t (a INTEGER);\n',
  "CREATE TABLE a (b INTEGER);\nINSERT INTO a VALUES ('${flyway:user}');\n",
  'CREATE TABLE a (b INTEGER);\nCREATE TABLE "${table}" (a INTEGER);\n',
] as const

test.each([sqlite, postgres, mysql])('a placeholder in a file of Flyway is refused by name and line, not run: $family', ({ lexis }) => {
  for (const text of PLACEHOLDERS) {
    for (const origin of ['db/V1__init.sql', 'V1.2_3__init.sql', 'db\\U1__init.sql']) {
      let error: unknown
      try {
        readSqlFile(text, origin, 'whole', lexis)
      } catch (thrown) {
        error = thrown
      }
      expect(isMigrateError(error, 'INVALID')).toBe(true)
      const [placeholder = ''] = /\$\{.*?\}/.exec(text) ?? []
      expect(String(error)).toContain(`${origin}:2: Flyway would put a value in the place of ${placeholder}, and nothing is replaced here`)
    }
  }
})

test.each([
  ['in a file of another form', '0001_init.sql', PLACEHOLDERS[1]],
  ['in a comment', 'V1__init.sql', '-- ${author}\n/* ${date} */ CREATE TABLE a (b INTEGER);\n'],
  ['cut in two, as the refusal says', 'V1__init.sql', "INSERT INTO a VALUES ('$' || '{name}');\n"],
])('what looks like one is left alone %s', (_where, origin, text) => {
  expect(readSqlFile(text, origin, 'whole', sqlite.lexis).up).toHaveLength(1)
})
