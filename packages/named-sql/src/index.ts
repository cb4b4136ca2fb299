// Owns: what the package exports, by name. What reads files has an entry of its own.
// Must not know: files.

export { isNamedSqlError, NamedSqlError } from './named-sql-error.ts'
export { type NamedSql, namedSql } from './named-sql.ts'
export { type NamedQuery, parseNamedSql } from './parse-named-sql.ts'
