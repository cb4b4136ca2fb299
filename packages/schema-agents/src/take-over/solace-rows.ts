// Owns: the line `gateway-from-solace`: the tables of the Solace gateway become those of the line `gateway`, with their rows.
// Must not know: how they are compared before, SQLite, whose tables are taken as they are.

import { type Conversion, defineLine, type Line } from '@godwit/core'
import { gateway } from '../lines/gateway/line.ts'
import * as mysql from './aside-mysql.ts'
import * as postgres from './aside-postgres.ts'
import { type SolaceDialect, solaceForm, type SolaceTo } from './solace-tables.ts'
import { statementsOf } from './statements-of.ts'

const ASIDE = { postgres, mysql }
const TABLES = ['chat_messages', 'sessions']

/** The columns of its moments, and what is written into ours. The original writes them in UTC, in a type without a zone. */
function moments(dialect: SolaceDialect, to: SolaceTo, table: string, names: readonly string[]): readonly [into: string, from: string] {
  const columns = names.map((name) => (to === '003' ? `${name}_time` : `${name}_at`))
  const from = columns.map((column) => {
    const its = `${table}.${column}`
    return dialect === 'postgres' && to !== '003' ? `${postgres.moment(its)} AT TIME ZONE 'UTC'` : its
  })
  return [columns.join(', '), from.join(', ')]
}

/** In the order in which the original reads them. A key of MySQL may be written otherwise than what it refers to: as that one is. */
function rows(dialect: SolaceDialect, to: SolaceTo): readonly string[] {
  const { old } = ASIDE[dialect]
  const order = (table: string): string => `${table}.${to === '003' ? 'created_time' : 'created_at'}, ${table}.id`
  const [ofSession, sessionFrom] = moments(dialect, to, 's', ['created', 'updated'])
  const [ofMessage, messageFrom] = moments(dialect, to, 'm', ['created'])
  return [
    `INSERT INTO sessions (id, name, user_id, agent_id, ${ofSession})
      SELECT s.id, s.name, s.user_id, s.agent_id, ${sessionFrom} FROM ${old('sessions')} AS s ORDER BY ${order('s')}`,
    `INSERT INTO chat_messages (id, session_id, message, sender_type, sender_name, ${ofMessage})
      SELECT m.id, s.id, m.message, m.sender_type, m.sender_name, ${messageFrom}
      FROM ${old('chat_messages')} AS m JOIN ${old('sessions')} AS s ON s.id = m.session_id ORDER BY ${order('m')}`,
  ]
}

function line(to: SolaceTo): Line {
  const on = (dialect: SolaceDialect): readonly string[] => [
    ...ASIDE[dialect].movedAside(TABLES),
    ...statementsOf(gateway, to, dialect),
    ...rows(dialect, to),
    ...ASIDE[dialect].goneAfterwards(TABLES),
  ]
  return defineLine({
    name: 'gateway-from-solace',
    dialects: ['postgres', 'mysql'],
    migrations: [
      {
        id: to,
        description: 'Make the tables of the Solace gateway those of the line gateway',
        up: { postgres: on('postgres'), mysql: on('mysql') },
      },
    ],
  })
}

export function solaceConversion(dialect: SolaceDialect, to: SolaceTo): Conversion {
  return {
    dialect,
    to,
    forms: [solaceForm(dialect, to)],
    // Tables of a server whose engine knows no foreign keys, or a session that had them off.
    unfit: `${ASIDE[dialect].hangingOn(TABLES)}
    UNION ALL SELECT 'chat_messages', m.id, 'Its session is not there.' FROM chat_messages AS m
      WHERE NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.id = m.session_id)
    ORDER BY 1, 2, 3`,
    line: line(to),
  }
}
