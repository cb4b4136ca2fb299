// Owns: the commands, by name.
// Must not know: where databases are.

import {
  createPersona,
  findSessionPersonas,
  getChatHistory,
  getCurrentSessionId,
  getPersonaSummaries,
  getSessionByKey,
  inPersona,
  parseSessionKey,
  type PersonaStore,
  saveMessage,
  sessionKey,
  startAllPersonas,
} from '@godwit/schema-agents/chat'
import { type Outcome, tellSilent, tellStart, tellUnknown } from './told.ts'

export interface Command {
  readonly usage: string
  readonly run: (store: PersonaStore, args: readonly string[]) => Promise<Outcome>
}

const start: Command = {
  usage: 'start                     bring the databases of all personas up to date',
  async run(store) {
    const outcomes = (await startAllPersonas(store)).map(tellStart)
    return outcomes.every((outcome) => outcome === 'done') ? 'done' : 'not all'
  },
}

const list: Command = {
  usage: 'list                      all personas, and how many sessions they have',
  async run(store) {
    const { summaries, silent } = await getPersonaSummaries(store)
    for (const persona of await store.list()) {
      if (silent.some((each) => each.persona === persona)) continue
      const found = summaries.find(({ persona_id }) => persona_id === persona)
      console.log(`${persona}: ${found?.session_count ?? 0} sessions${found === undefined ? '' : `, last used ${found.last_updated}`}`)
    }
    return tellSilent(silent)
  },
}

const create: Command = {
  usage: 'new <persona>             make a persona',
  async run(store, [persona = '']) {
    const made = await createPersona(store, persona)
    if (made !== null) return tellStart(made)
    console.error(`The persona ${persona} is there already. Nothing was changed.`)
    return 'not all'
  },
}

const say: Command = {
  usage: 'say <persona> <text>      say something to a persona, in its newest session',
  async run(store, [persona = '', ...words]) {
    if (words.length === 0) return 'misuse'
    const session_id = await inPersona(store, persona, 'write', async (on) => {
      await saveMessage(on, { message: words.join(' '), is_user: true })
      return getCurrentSessionId(on)
    })
    if (session_id === null) return tellUnknown(persona)
    console.log(sessionKey({ persona, session_id }))
    return 'done'
  },
}

const history: Command = {
  usage: 'history <session key>     what was said in a session: history robin:1',
  async run(store, [key = '']) {
    const { persona, session_id } = parseSessionKey(key)
    const session = await getSessionByKey(store, key)
    if (session === null) {
      console.error(`There is no session ${key}. Nothing was made.`)
      return 'not all'
    }
    const messages = (await inPersona(store, persona, 'read', (on) => getChatHistory(on, { session_id }))) ?? []
    for (const { is_user, character_name, message } of messages) console.log(`${is_user ? 'You' : character_name}: ${message}`)
    return 'done'
  },
}

const find: Command = {
  usage: 'find <session id>         whose session it is: there may be several of one id',
  async run(store, [id = '']) {
    if (!/^[1-9]\d{0,14}$/.test(id)) return 'misuse'
    const { personas, silent } = await findSessionPersonas(store, Number(id))
    for (const persona of personas) console.log(sessionKey({ persona, session_id: Number(id) }))
    return tellSilent(silent)
  },
}

const remove: Command = {
  usage: 'delete <persona>          delete a persona with all that was said',
  async run(store, [persona = '']) {
    if (!(await store.remove(persona))) return tellUnknown(persona)
    console.log(`${persona}: deleted`)
    return 'done'
  },
}

export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['start', start],
  ['list', list],
  ['new', create],
  ['say', say],
  ['history', history],
  ['find', find],
  ['delete', remove],
])
