// Owns: migration 005 of the line `assistants`: agents, sessions and memories in the orders in which they are listed.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { growing } from '../../../sql/in-order.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/**
 * On PostgreSQL names are listed by their code points, which no index of the ones before has as its order; and what is one user's, agent's
 * or session's is in another order than all, so that it is not looked for among all: see `growing`. Elsewhere an index ends in the key.
 */
export function pagesInOrder(names: Names): AgentMigration {
  return {
    id: '005_pages_in_order',
    description: 'Read agents, sessions and memories in the order of their lists',
    createdAt: new Date('2026-11-30T10:00:00.000Z'),
    up: script(names, (words) => [
      ...anew(words, (column) => growing(words, column)),
      ...indexesOn(words).map((index) => created(words, index)),
    ]),
    down: script(names, (words) => [
      ...indexesOn(words)
        .toReversed()
        .map(([name, table]) => dropIndex(words, table, name)),
      ...anew(words, (column) => column),
    ]),
  }
}

type Index = readonly [name: string, table: string, columns: readonly string[]]

function indexesOn(words: ScriptWords): readonly Index[] {
  if (words.dialect !== 'postgres') {
    return [
      // A unique index of MySQL, as the one that is there, does not end in the key.
      ...(words.dialect === 'mysql' ? [['idx_agents_name', 'agents', ['name']] as const] : []),
      ['idx_agents_active', 'agents', ['active', 'name']],
      ['idx_memories_name', 'memories', ['name']],
      ['idx_memories_agent_name', 'memories', ['agent_id', 'name']],
    ]
  }
  const name = 'name COLLATE "C"'
  const own = [growing(words, name), growing(words, 'seq')]
  return [
    ['idx_agents_name', 'agents', [name, 'id']],
    ['idx_agents_active', 'agents', ['active', growing(words, name), growing(words, 'id')]],
    ['idx_memories_name', 'memories', [name, 'seq']],
    ['idx_memories_user_name', 'memories', ['user_id', ...own]],
    ['idx_memories_agent_name', 'memories', ['agent_id', ...own]],
    ['idx_memories_session_name', 'memories', ['session_id', ...own]],
  ]
}

/** Those of a user's and an agent's sessions. */
function anew(words: ScriptWords, last: (column: string) => string): readonly string[] {
  if (words.dialect !== 'postgres') return []
  return (['user', 'agent'] as const).flatMap((of) => [
    ...words.dropIndexIfExists(`idx_sessions_${of}`),
    created(words, [`idx_sessions_${of}`, 'sessions', [`${of}_id`, last('updated_at'), last('seq')]]),
  ])
}

function created(words: ScriptWords, [name, table, columns]: Index): string {
  return `CREATE INDEX ${words.object(name)} ON ${words.table(table)}(${columns.join(', ')})`
}
