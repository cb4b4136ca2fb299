// Owns: questions to a million messages and the append of many, each beside the bare client that sends the same.
// Must not know: how results are printed.

import { Migrator } from '@godwit/core'
import { agents, chat, chatSearch, type Handle, handle } from '@godwit/schema-agents'
import { appendSessionLogs } from '@godwit/schema-agents/agents'

import { openArena } from '../arena.ts'
import { drivers } from '../contestants/godwit.ts'
import { type Engine, FAMILY } from '../contestant.ts'
import { median } from '../median.ts'
import { type AskingClient, askingClient } from './asking-client.ts'
import { ANALYZING, filling, HOT } from './fill.ts'
import { QUESTIONS } from './questions.ts'

/** Median milliseconds of both in one round, asked in turns. */
export interface QuestionRun {
  readonly engine: Engine
  readonly what: string
  readonly round: number
  readonly own: number
  readonly raw: number
}

/** Rows in a second, in one round. */
export interface AppendRun {
  readonly engine: Engine
  readonly round: number
  readonly own: number
  /** A statement for each row, prepared. */
  readonly single: number
  /** A statement for all rows of a transaction. */
  readonly many: number
}

export interface MessageRuns {
  readonly questions: readonly QuestionRun[]
  readonly appends: readonly AppendRun[]
}

/** Entries of one call, which is one transaction. */
export const ENTRIES: number = 1000
const CALLS = 10
const ASKED = 40

export async function messages(engine: Engine, folder: string, rounds: number, progress: (text: string) => void): Promise<MessageRuns> {
  const arena = await openArena(engine, { folder, latencyMs: 0 })
  try {
    const ring = await arena.ring()
    const driver = (await drivers(engine))(ring.address)
    for (const line of [agents, chat]) await new Migrator(driver, line).migrate()
    const client = await askingClient(engine, ring.address)
    for (const [step, statement] of filling(FAMILY[engine]).entries()) {
      progress(`messages, ${engine}, filling: statement ${step + 1}`)
      await client.exec(statement)
    }
    progress(`messages, ${engine}, making words searchable`)
    await new Migrator(driver, chatSearch).migrate()
    for (const statement of ANALYZING[FAMILY[engine]]) await client.exec(statement)
    const on = handle(await driver.open('write'))
    const questions: QuestionRun[] = []
    const appends: AppendRun[] = []
    for (let round = 1; round <= rounds; round++) {
      progress(`messages, ${engine}, round ${round} of ${rounds}`)
      for (const question of QUESTIONS) {
        questions.push({ engine, what: question.what, round, ...(await inTurns(on, client, question.ask)) })
      }
      appends.push({ engine, round, ...(await appended(on, client)) })
    }
    await client.close()
    await driver.close()
    await ring.drop()
    return { questions, appends }
  } finally {
    await arena.close()
  }
}

type Sent = readonly { readonly text: string; readonly params: Parameters<AskingClient['all']>[1] }[]

async function inTurns(on: Handle, client: AskingClient, ask: (on: Handle) => Promise<unknown>): Promise<Pick<QuestionRun, 'own' | 'raw'>> {
  const sent = await sentBy(on, ask)
  const own: number[] = []
  const raw: number[] = []
  while (own.length < ASKED) {
    own.push(await clock(() => ask(on)))
    raw.push(
      await clock(async () => {
        for (const { text, params } of sent) await client.all(text, params)
      }),
    )
  }
  return { own: median(own), raw: median(raw) }
}

/** What `ask` really sends, so that the bare client sends the same. */
async function sentBy(on: Handle, ask: (on: Handle) => Promise<unknown>): Promise<Sent> {
  const sent: Sent[number][] = []
  await ask({
    ...on,
    run: (text, params = []) => {
      sent.push({ text, params: params as Sent[number]['params'] })
      return on.run(text, params)
    },
  })
  return sent
}

const TEXT = 'The quick brown fox jumps over the lazy dog and goes on. '.repeat(5)
const COLUMNS = ['session_id', 'parent_id', 'role', 'type', 'content', 'metadata', 'created_at', 'updated_at']

async function appended(on: Handle, client: AskingClient): Promise<Pick<AppendRun, 'own' | 'single' | 'many'>> {
  const { dialect } = on.place
  const entries = Array.from({ length: ENTRIES }, (_, n) => ({ role: 'user', type: 'message', content: { n, text: TEXT } }) as const)
  // MySQL takes no `Z` in a moment, and a client of its own would write it without.
  const now = dialect === 'mysql' ? '2026-11-29 10:00:00.000' : '2026-11-29T10:00:00.000Z'
  // Whoever has no function for it writes the content as text too.
  const rows = () => entries.map(({ role, type, content }) => [`s${HOT}`, null, role, type, JSON.stringify(content), null, now, now])
  const marks = (from: number): string =>
    `(${COLUMNS.map((_, column) => (dialect === 'postgres' ? `$${from + column + 1}` : '?')).join(', ')})`
  const into = `INSERT INTO session_logs (${COLUMNS.join(', ')}) VALUES `
  const all = into + Array.from({ length: ENTRIES }, (_, n) => marks(n * COLUMNS.length)).join(', ')
  const times: Record<'own' | 'single' | 'many', number[]> = { own: [], single: [], many: [] }
  for (let call = 0; call < CALLS; call++) {
    times.own.push(await clock(() => appendSessionLogs(on, `s${HOT}`, entries)))
    times.single.push(await clock(() => client.insert(into + marks(0), rows())))
    times.many.push(await clock(() => client.insert(all, [rows().flat()])))
  }
  const rate = (each: readonly number[]): number => (ENTRIES / median(each)) * 1000
  return { own: rate(times.own), single: rate(times.single), many: rate(times.many) }
}

async function clock(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
