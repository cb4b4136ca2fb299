// Owns: how MySQL and MariaDB are asked about, and told to end, the work of another session.
// Must not know: who waits for it.

import type { SessionSql } from '../model/dialect.ts'
import { mysqlLiteral } from './literal-mysql.ts'

/** `<connection>`, or `<connection>@<node>` in a cluster, whose nodes know their own connections only. */
const ID = /^(\d{1,20})(?:@(.+))?$/s

export const mysqlSessions: SessionSql = {
  running: (id) => {
    const [, connection, node] = ID.exec(id) ?? []
    if (connection === undefined) return undefined
    const atWork = `SELECT 1 FROM information_schema.processlist WHERE id = ${connection} AND id <> CONNECTION_ID() AND command <> 'Sleep'`
    if (node === undefined) return `SELECT 'running' AS state FROM (${atWork}) AS w`
    const here = `@@wsrep_node_name = ${mysqlLiteral(node)}`
    return `SELECT CASE WHEN ${here} THEN 'running' ELSE 'elsewhere' END AS state FROM (SELECT 1) AS o WHERE NOT (${here}) OR EXISTS (${atWork})`
  },
  cancel: (id) => {
    const connection = ID.exec(id)?.[1]
    return connection === undefined ? undefined : `KILL QUERY ${connection}`
  },
}
