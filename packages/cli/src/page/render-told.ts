// Owns: a statement that nobody saw end, as text: what it is, what is known, what can be said about it and what each word means.
// Must not know: how it became so, how it is decided.

import type { Unresolved, Verdict } from '@godwit/core'
import { printPlace } from './render-problem.ts'
import type { Page } from './render.ts'
import type { Told } from '../told.ts'

/** What each word means for the next run. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  'took-effect': 'its effect is in the database: it is recorded as done, and the next run goes on behind it',
  'did-not-happen': 'nothing of it is in the database: its record is withdrawn, and the next run runs it again',
}

/** `now`: what is true of the database. `print`: stdout for who asked, stderr for whom it stopped. */
export function renderTold(told: readonly Told[], now: string, { output, cwd }: Page, print: (line: string) => void): void {
  const { alarm } = output
  for (const one of told) {
    const head = `${titleOf(one)} was begun and nobody saw it end.`
    print(one.next === 'asks' ? `${alarm.red('error')}: ${head}` : head)
    if (one.place === undefined) for (const line of firstLines(one.text)) print(`  | ${line}`)
    else printPlace(one.place, cwd, print)
    print(`  ${alarm.dim('begun:')} ${begunBy(one)}`)
    print(`  ${alarm.dim('catalogue:')} ${catalogueSays(one)}`)
    if (now !== '') print(`  ${alarm.dim('database:')} ${now}`)
    for (const choice of one.choices) print(`  ${alarm.dim('choice:')} ${choice}: ${MEANING[choice]}`)
    print(`  ${alarm.dim('next:')} ${nextOf(one)}`)
  }
}

/** `statement 2 of 0003_index`; the line is named unless it is the application's own. */
export function titleOf({ line, id, n }: Pick<Unresolved, 'line' | 'id' | 'n'>): string {
  return `Statement ${n + 1} of ${line === 'app' ? '' : `${line}/`}${id}`
}

export function commandOf({ line, id, n }: Pick<Unresolved, 'line' | 'id' | 'n'>, as: string): string {
  return `migrate resolve ${id}${line === 'app' ? '' : ` --line ${line}`} --statement ${n + 1} --as ${as}`
}

function begunBy({ startedAt, session, work, sight }: Told): string {
  const when = startedAt === '' ? 'at a time that is not known' : `${startedAt.slice(0, 19).replace('T', ' ')} UTC`
  const by = session === undefined ? 'its session' : `session ${session}`
  switch (work) {
    case 'running':
      return `${when}; ${by} is still at work on it`
    case 'ended':
      return `${when}; ${by} is not at work on it any more`
    case 'elsewhere':
      return `${when}; ${by} belongs to another server of the cluster, which alone could tell`
    case 'hidden':
      return `${when}; ${by} is not shown to this user and may still be at work on it: run as the user that it belongs to, or as one who is shown all sessions (${sight})`
    case 'unknown':
      return `${when}; nobody can be asked what ${by} is at`
    default:
      return work satisfies never
  }
}

const PRESENCE = { present: 'there', absent: 'not there', invalid: 'there and not usable' } as const

function catalogueSays({ before, now }: Told): string {
  if (now === undefined) return 'cannot tell whether it took effect'
  return `what it is about ${before === undefined ? 'was not looked for before it ran' : `was ${PRESENCE[before]} before it ran`}, and is ${PRESENCE[now]} now`
}

function nextOf(one: Told): string {
  switch (one.next) {
    case 'asks':
      return `Look at the database, then say which: \`${commandOf(one, one.choices.join(' | '))}\`.`
    case 'settles':
      return 'Nothing to decide: the next run finds out what became of it.'
    case 'waits':
      return 'Nothing to decide yet: the next run waits until it has ended.'
    default:
      return one.next satisfies never
  }
}

function firstLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/)
  return lines.length > 5 ? [...lines.slice(0, 4), '…'] : lines
}
