// Owns: how MySQL and MariaDB are asked about, and told to end, the work of another session.
// Must not know: who waits for it.

import type { SessionSql } from '../model/dialect.ts'
import { mysqlLiteral } from './literal-mysql.ts'

/**
 * `<connection>:<user>`, with `@<node>` behind it in a cluster, whose nodes know their own connections only. Records from
 * before have no user, nor has a session whose user has an `@` in his name.
 */
const ID = /^(\d{1,20})(?::([^@]+))?(?:@(.+))?$/s

const HOST = `SUBSTRING_INDEX(CURRENT_USER(), '@', -1)`
const USER = `LEFT(CURRENT_USER(), CHAR_LENGTH(CURRENT_USER()) - CHAR_LENGTH(${HOST}) - 1)`

/** Names of users are told apart by their bytes. */
function same(one: string, other: string): string {
  return `CAST(${one} AS BINARY) = CAST(${other} AS BINARY)`
}

/**
 * Whether the asker is shown this session where it is there: everybody is shown his own, and with PROCESS all of them. Who has
 * that by a role is not in the list of privileges; he is shown somebody else's.
 */
function isShown(user: string | undefined): string {
  const privileged = `EXISTS (SELECT 1 FROM information_schema.user_privileges WHERE privilege_type = 'PROCESS' AND ${same('grantee', `CONCAT('''', ${USER}, '''@''', ${HOST}, '''')`)})`
  const others = `EXISTS (SELECT 1 FROM information_schema.processlist WHERE NOT ${same('user', USER)})`
  return [...(user === undefined ? [] : [same(USER, mysqlLiteral(user))]), privileged, others].join(' OR ')
}

export const mysqlSessions: SessionSql = {
  running: (id) => {
    const [, connection, user, node] = ID.exec(id) ?? []
    if (connection === undefined) return undefined
    const atWork = `EXISTS (SELECT 1 FROM information_schema.processlist WHERE id = ${connection} AND id <> CONNECTION_ID() AND command <> 'Sleep')`
    const elsewhere = node === undefined ? 'FALSE' : `NOT @@wsrep_node_name = ${mysqlLiteral(node)}`
    return `SELECT CASE WHEN ${elsewhere} THEN 'elsewhere' WHEN ${atWork} THEN 'running' ELSE 'hidden' END AS state FROM (SELECT 1) AS o WHERE ${elsewhere} OR ${atWork} OR NOT (${isShown(user)})`
  },
  cancel: (id) => {
    const connection = ID.exec(id)?.[1]
    return connection === undefined ? undefined : `KILL QUERY ${connection}`
  },
  sight: 'GRANT PROCESS ON *.* TO …',
}
