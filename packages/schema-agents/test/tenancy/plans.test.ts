// Owns: how messages of `tenancy` are found where there are many: through the index that was made for it, in order, and no further than the page.
// Must not know: what the rows are.

import { tenancy, tenancySearch } from '../../src/index.ts'
import {
  countMessages,
  keepLastMessages,
  latestMessages,
  loadMessages,
  messagesAfter,
  messagesBefore,
} from '../../src/lines/tenancy/index.ts'
import { searchMessages } from '../../src/lines/tenancy-search/index.ts'
import { MOST_LOOKED_AT } from '../../src/search/search.ts'
import { everywhere } from '../../src/sql/place.ts'
import { at, named, ROWS, SESSION_OF, worded } from '../many-messages.ts'
import { type Filled, plannedAsDeclared } from '../planned.ts'
import { searches } from '../searches.ts'

const MESSAGES = { messages: ['idx_messages_conversation'] }
/** All of a conversation are read, or counted: PostgreSQL may take either index, and put the rows into order afterwards. */
const WHOLE = { messages: ['idx_messages_conversation', 'uq_messages_id'] }
/** All of one tenant: to whoever only asks for the tenant they are all the same. */
const ofTenancy: Filled = {
  line: tenancy,
  tables: ['conversations', 'messages'],
  async fill({ place, run }) {
    const conversation = named(place.dialect, SESSION_OF)
    await run(`INSERT INTO tenants (id, name, api_key, api_key_prefix) VALUES ('t', 'n', 'k', '')`)
    await run(`INSERT INTO conversations (id, tenant_id, user_id, thread_id)
      SELECT DISTINCT ${conversation}, 't', 'u', ${conversation} FROM numbers`)
    await run(`INSERT INTO messages (id, tenant_id, conversation_id, role, content)
      SELECT ${named(place.dialect, 'n')}, 't', ${conversation}, 'USER', ${worded(place.dialect)} FROM numbers ORDER BY n`)
  },
  asked: {
    latestMessages: { send: (on, n) => latestMessages(on, 't', `s${n}`), through: MESSAGES, sorted: 'without statistics', read: 60 },
    'loadMessages, the first': {
      send: (on, n) => loadMessages(on, 't', `s${n}`, { limit: 50 }),
      through: MESSAGES,
      sorted: 'without statistics',
      read: 60,
    },
    loadMessages: { send: (on, n) => loadMessages(on, 't', `s${n}`), through: WHOLE, sorted: 'always' },
    messagesAfter: { send: (on, n) => messagesAfter(on, 't', `s${n}`, at(n)), through: MESSAGES, from: 'number', read: 60 },
    messagesBefore: { send: (on, n) => messagesBefore(on, 't', `s${n}`, at(n)), through: MESSAGES, from: 'number', read: 60 },
    countMessages: { send: (on, n) => countMessages(on, 't', `s${n}`), through: WHOLE },
    keepLastMessages: { send: (on, n) => keepLastMessages(on, 't', `s${n}`, ROWS), through: MESSAGES },
  },
}

const search = searches(
  (on, words, n) => searchMessages(on, 't', words, n === undefined ? {} : { conversation_id: `s${n}` }),
  'messages',
  everywhere('idx_messages_conversation'),
  // Without statistics any of them that begins with the tenant.
  ['idx_messages_tenant', 'idx_messages_conversation', 'uq_messages_id'],
)
const ofSearch: Filled = {
  ...ofTenancy,
  addOn: tenancySearch,
  asked: Object.fromEntries(
    Object.entries(search).map(([what, { read, ...asked }]) => [
      what,
      {
        sorted: 'without statistics',
        ...asked,
        worded: 'with statistics',
        through: { ...asked.through, conversations: ['id', 'uq_conversations_tenant_id'] },
        // With each message its conversation, which may be deleted; a rare word is also asked whether the tenant has 5 000 more.
        ...(read === undefined ? {} : { read: what === 'a rare word' ? 2 * (read + MOST_LOOKED_AT) : 2 * read }),
      },
    ]),
  ),
}

for (const filled of [ofTenancy, ofSearch]) plannedAsDeclared(filled)
