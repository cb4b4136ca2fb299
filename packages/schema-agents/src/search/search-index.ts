// Owns: the search index of one column, as a migration makes and takes it away.
// Must not know: which table, what is asked of it.

import type { Names, PerDialect } from '../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../sql/script.ts'
import { foldedPairs } from './fold.ts'
import { laterSeparators, separatorsAs } from './separators.ts'
import { SEARCHED_CHARACTERS } from './words.ts'

export interface Searched {
  /** Of the index, and the beginning of the names of whatever else it needs. */
  readonly name: string
  readonly table: string
  /** A number that grows with every row: `serial` where that is its key, `arrivalColumn` where its key is a text. */
  readonly key: PerDialect<string>
  readonly column: string
}

export const serial: PerDialect<string> = { sqlite: 'id', postgres: 'id', mysql: 'id' }

/**
 * Of a table that has a `rowNumber`. On SQLite `VACUUM` may number its rows anew, and the index with the old numbers has to be made anew
 * too: `INSERT INTO name(name) VALUES ('rebuild')`.
 */
export const arrivalColumn: PerDialect<string> = { sqlite: 'rowid', postgres: 'seq', mysql: 'seq' }

/**
 * The table is left as it is, and what it has is found from the beginning. What keeps the index in step is the engine on PostgreSQL
 * and MySQL, and triggers on SQLite.
 */
export function searchIndex(names: Names, searched: Searched): Pick<AgentMigration, 'up' | 'down'> {
  return {
    up: script(names, (words) => MADE[words.dialect](words, searched)),
    down: script(names, (words) => GONE[words.dialect](words, searched)),
  }
}

type Statements = { readonly [dialect in ScriptWords['dialect']]: (words: ScriptWords, searched: Searched) => readonly string[] }

const MADE: Statements = {
  sqlite: ({ table }, { name, table: of, key: { sqlite: key }, column }) => {
    const index = table(name)
    const forget = `INSERT INTO ${index}(${index}, rowid, ${column}) VALUES ('delete', old.${key}, old.${column});`
    const learn = `INSERT INTO ${index}(rowid, ${column}) VALUES (new.${key}, new.${column});`
    return [
      `CREATE VIRTUAL TABLE ${index} USING fts5(${column}, content='${table(of)}', content_rowid='${key}',
        tokenize="unicode61 remove_diacritics 2 tokenchars '_' separators '${laterSeparators}'")`,
      `CREATE TRIGGER ${index}_insert AFTER INSERT ON ${table(of)} BEGIN ${learn} END`,
      `CREATE TRIGGER ${index}_delete AFTER DELETE ON ${table(of)} BEGIN ${forget} END`,
      `CREATE TRIGGER ${index}_update AFTER UPDATE ON ${table(of)}
        WHEN new.${key} IS NOT old.${key} OR new.${column} IS NOT old.${column} BEGIN ${forget} ${learn} END`,
      `INSERT INTO ${index}(${index}) VALUES ('rebuild')`,
    ]
  },
  postgres: ({ table, object }, { name, table: of, column }) => [
    preparing(table(`${name}_text`)),
    `CREATE INDEX ${object(name)} ON ${table(of)} USING gin (to_tsvector('simple', ${table(`${name}_text`)}(${column})))`,
  ],
  mysql: ({ table, object }, { name, table: of, column }) => [`CREATE FULLTEXT INDEX ${object(name)} ON ${table(of)}(${column})`],
}

const GONE: Statements = {
  sqlite: ({ table }, { name }) => [
    ...['update', 'delete', 'insert'].map((when) => `DROP TRIGGER ${table(name)}_${when}`),
    `DROP TABLE ${table(name)}`,
  ],
  postgres: ({ table }, { name }) => [`DROP INDEX ${table(name)}`, `DROP FUNCTION ${table(`${name}_text`)}(text)`],
  mysql: ({ table, object }, { name, table: of }) => [`DROP INDEX ${object(name)} ON ${table(of)}`],
}

/**
 * PostgreSQL's own reading of a text takes addresses, paths and numbers for one word each, leaves out what looks like a tag, knows
 * in a database of the locale C no letters but ASCII, and no accents anywhere: it gets words with spaces in between. The costs
 * say that the index is cheaper than reading the rows.
 */
function preparing(name: string): string {
  const separators = separatorsAs((code) => `\\U${Math.max(code, 1).toString(16).padStart(8, '0')}`)
  const spaced = `regexp_replace(left($1, ${SEARCHED_CHARACTERS}), '[${separators}]+', ' ', 'g')`
  const bare = `normalize(regexp_replace(normalize(${spaced}, NFD), '[\\u0300-\\u036f]+', '', 'g'), NFC)`
  return `CREATE FUNCTION ${name}(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    SELECT CASE WHEN bare ~ '[${foldedPairs.from}]' THEN translate(bare, '${foldedPairs.from}', '${foldedPairs.to}') ELSE bare END
    FROM (SELECT lower(${bare} COLLATE "C") AS bare) AS prepared
  $$`
}
