// Owns: the conversation on a terminal: what is typed, and what is printed.
// Must not know: settings, how a database is opened.

import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { type Message, saveHistory } from '@godwit/schema-agents/tenancy'
import type { Answering } from './answering.ts'
import type { Database } from './database.ts'
import { newThread, type Owner, type Thread } from './thread.ts'

const PROMPT = '> '
const COMMANDS = '/new, /history, /tools, /exit'

export interface Chat {
  readonly database: Database
  readonly owner: Owner
  readonly sessionFile: string
  readonly answering: Answering
}

/** Until `/exit`, or the end of the input. What was answered is saved when the answer is printed. */
export async function chat(first: Thread, { database, owner, sessionFile, answering }: Chat): Promise<void> {
  let thread = first
  tellThread(thread)
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false, prompt: PROMPT })
  terminal.prompt()
  for await (const line of terminal) {
    const typed = line.trim()
    if (typed === '/exit') break
    if (typed === '/new') {
      thread = await newThread(database, sessionFile, owner)
      tellThread(thread)
    } else if (typed === '/history') tellHistory(thread.messages)
    else if (typed === '/tools') for (const { name, description } of answering.tools) console.log(`${name}: ${description}`)
    else if (typed.startsWith('/')) console.log(`${typed} is no command. There are ${COMMANDS}.`)
    else if (typed !== '') {
      const { thread_id, begun, messages } = thread
      const question = { id: randomUUID(), role: 'USER', content: typed } as const
      const answer = { id: randomUUID(), role: 'ASSISTANT', content: await answering.answer([...messages, question]) } as const
      // With ids: what another terminal saved to this thread meanwhile stays, and stands before these.
      const saved = await database.use((on) => saveHistory(on, owner.tenant_id, owner.user_id, thread_id, [question, answer]))
      thread = { thread_id, begun, messages: [...messages, ...saved] }
      console.log(`Assistant: ${answer.content}`)
    }
    terminal.prompt()
  }
  terminal.close()
  console.log('Goodbye. The next start resumes this thread.')
}

function tellThread({ thread_id, begun, messages }: Thread): void {
  console.log(`Thread ID: ${thread_id}`)
  switch (begun.how) {
    case 'new':
      if (begun.why !== undefined) console.log(begun.why)
      console.log('✨ Started NEW conversation')
      break
    case 'resumed':
      console.log(`🔄 RESUMED conversation\nLoaded ${messages.length} previous messages`)
      break
    default:
      begun satisfies never
  }
}

function tellHistory(messages: readonly Message[]): void {
  if (messages.length === 0) console.log('Nothing was said in this thread yet.')
  for (const { role, content } of messages) console.log(`${role}: ${content}`)
}
