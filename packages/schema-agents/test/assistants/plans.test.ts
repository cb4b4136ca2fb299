// Owns: how messages of `assistants` are found where there are many: through the index that was made for it, in order, and no further than the page.
// Must not know: what the rows are.

import { assistants, assistantsSearch } from '../../src/index.ts'
import {
  countMessages,
  deleteMessagesBefore,
  getSystemPrompt,
  keepLastMessages,
  listMessages,
  messagesAfter,
  messagesBefore,
} from '../../src/lines/assistants/index.ts'
import { searchMessages } from '../../src/lines/assistants-search/index.ts'
import { everywhere } from '../../src/sql/place.ts'
import { at, BEFORE_ALL, named, ROWS, SESSION_OF, worded } from '../many-messages.ts'
import { type Filled, plannedAsDeclared } from '../planned.ts'
import { searches } from '../searches.ts'

const MESSAGES = { messages: ['idx_messages_session'] }
const ofAssistants: Filled = {
  line: assistants,
  tables: ['sessions', 'messages'],
  async fill({ place, run }) {
    const session = named(place.dialect, SESSION_OF)
    await run(`INSERT INTO sessions (id) SELECT ${session} FROM numbers GROUP BY 1`)
    await run(`INSERT INTO messages (id, session_id, role, text_content)
      SELECT ${named(place.dialect, 'n')}, ${session}, 'user', ${worded(place.dialect)} FROM numbers ORDER BY n`)
  },
  asked: {
    'listMessages, the latest': {
      send: (on, n) => listMessages(on, `s${n}`, { sort: 'desc', limit: 50 }),
      through: MESSAGES,
      read: 60,
    },
    'listMessages, the first': { send: (on, n) => listMessages(on, `s${n}`, { limit: 50 }), through: MESSAGES, read: 60 },
    messagesAfter: { send: (on, n) => messagesAfter(on, `s${n}`, at(n)), through: MESSAGES, from: 'number', read: 60 },
    messagesBefore: { send: (on, n) => messagesBefore(on, `s${n}`, at(n)), through: MESSAGES, from: 'number', read: 60 },
    countMessages: { send: (on, n) => countMessages(on, `s${n}`), through: MESSAGES },
    // One of a role: PostgreSQL expects few, and puts them into order.
    getSystemPrompt: { send: (on, n) => getSystemPrompt(on, `s${n}`), through: MESSAGES, sorted: 'always' },
    'deleteMessagesBefore of a session': {
      send: (on, n) => deleteMessagesBefore(on, BEFORE_ALL, `s${n}`),
      through: MESSAGES,
      sorted: 'always',
    },
    keepLastMessages: { send: (on, n) => keepLastMessages(on, `s${n}`, ROWS), through: MESSAGES },
  },
}

const ofSearch: Filled = {
  ...ofAssistants,
  addOn: assistantsSearch,
  asked: searches(
    (on, words, n) => searchMessages(on, words, n === undefined ? {} : { session_id: `s${n}` }),
    'messages',
    everywhere('idx_messages_session'),
  ),
}

for (const filled of [ofAssistants, ofSearch]) plannedAsDeclared(filled)
