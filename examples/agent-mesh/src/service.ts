// Owns: the HTTP side of a gateway.
// Must not know: where anything is kept, which agents there are.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Conversations } from './conversations.ts'

/** What the agent of that name answers; undefined where there is none. */
export type Agents = (agent: string) => ((heard: { user: string; session: string; text: string }) => Promise<string>) | undefined

type Answer = readonly [status: number, body: unknown]

/** `POST /messages` with `user`, `agent`, `text` and, to go on in one, `session`. `GET /sessions?user=…`. Resolves when it listens. */
export async function listening(port: number, conversations: Conversations, agents: Agents): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, conversations, agents)
      .catch((): Answer => [500, { error: 'The message could not be kept.' }])
      .then(([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function answer(request: IncomingMessage, conversations: Conversations, agents: Agents): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway')
  switch (`${request.method} ${pathname}`) {
    case 'GET /sessions':
      return [200, await conversations.list(searchParams.get('user') ?? '')]
    case 'POST /messages':
      return await message(asked(await text(request)), conversations, agents)
    default:
      return [404, { error: 'not found' }]
  }
}

type Asked = Readonly<Record<'user' | 'agent' | 'text' | 'session', string | undefined>>

async function message({ user, agent, text: said, session: known }: Asked, conversations: Conversations, agents: Agents): Promise<Answer> {
  if (user === undefined || agent === undefined || said === undefined || said === '')
    return [400, { error: 'user, agent and text are needed' }]
  const told = agents(agent)
  if (told === undefined) return [404, { error: 'not found' }]
  const session = known ?? (await conversations.open({ user, agent, text: said }))
  // Another's session answers as one that is not there.
  if (known !== undefined && !(await conversations.add({ session, user, agent, text: said, by: 'user' })))
    return [404, { error: 'not found' }]
  const reply = await told({ user, session, text: said })
  await conversations.add({ session, user, agent, text: reply, by: 'llm' })
  return [200, { session, answer: reply }]
}

function asked(body: string): Asked {
  const given = parsed(body)
  const word = (name: string): string | undefined => {
    const value = given[name]
    return typeof value === 'string' ? value : undefined
  }
  return { user: word('user'), agent: word('agent'), text: word('text'), session: word('session') }
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
