// Owns: `migrate resolve`.
// Must not know: how a word about a statement is recorded.

import { MigrateError, nearest, type Verdict } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import { chosen, confirmed } from '../invocation/confirm.ts'
import type { Context } from '../context.ts'
import { withDatabase, type Database } from '../database/database.ts'
import { EXIT } from '../process/exit-code.ts'
import { progress } from '../page/progress.ts'
import { commandOf, MEANING, titleOf } from '../page/render-told.ts'
import type { Result } from '../result.ts'
import { toldOf, type Told } from '../told.ts'

/** Without an id: what is unresolved. With one: asks what became of it, or takes `--as` for the answer. */
export async function run(context: Context): Promise<Result> {
  const { operands, flags, signal } = context
  const [id] = operands
  const statement = statementOf(flags.statement)
  if (id === undefined && (flags.as !== undefined || statement !== undefined))
    throw usage('No migration was named.', 'Write `migrate resolve <id>`; without one, `migrate resolve` lists what is unresolved.')
  return withDatabase(context, progress(context.output), async (database) => {
    const told: Told[] = []
    for (const line of database.lines) told.push(...(await toldOf(line, signal)))
    if (id === undefined) return { kind: 'unresolved', database: database.name, told }
    const one = theOne(told, id, statement)
    const verdict = await verdictOn(one, database, context)
    if (verdict === undefined) return { kind: 'unresolved', database: database.name, told: [one] }
    if (typeof verdict === 'object') return verdict
    await database.lines.find(({ name }) => name === one.line)?.migrator.resolve(one.id, one.n, verdict, { signal })
    return { kind: 'resolved', database: database.name, line: one.line, id: one.id, n: one.n, verdict }
  })
}

/** Undefined where nobody can be asked: then the story is told, and exit code 2 says that a person is needed. */
async function verdictOn(one: Told, database: Database, context: Context): Promise<Verdict | Result | undefined> {
  const { flags } = context
  const where = database.name.name ?? database.name.url ?? database.name.driver
  if (flags.as !== undefined) {
    const verdict = flags.as as Verdict
    const question = `Record on ${where}, for ${titleOf(one)}: ${verdict}, ${MEANING[verdict]}?`
    const answer = await confirmed(context, question)
    if (answer === 'no') return { kind: 'declined', question }
    if (answer === 'cancelled') throw interrupted()
    return verdict
  }
  const question = `What became of ${titleOf(one)} on ${where}?`
  const answer = await chosen(context, question, [
    ...one.choices.map((value) => ({ value, label: value, hint: MEANING[value] })),
    { value: 'later', label: 'decide later', hint: 'nothing is written' },
  ])
  switch (answer) {
    case undefined:
      return undefined
    case 'took-effect':
    case 'did-not-happen':
      return answer
    case 'later':
      return { kind: 'declined', question }
    case 'cancelled':
      throw interrupted()
    default:
      return answer satisfies never
  }
}

function theOne(told: readonly Told[], id: string, statement: number | undefined): Told {
  const own = told.filter((one) => one.id === id)
  if (own.length === 0) {
    const guess = nearest(
      id,
      told.map((one) => one.id),
    )
    throw usage(
      `Nothing of \`${id}\` is unresolved.`,
      guess === undefined ? 'Run `migrate resolve` to see what is.' : `Did you mean \`migrate resolve ${guess}\`?`,
    )
  }
  const matching = own.filter(({ n }) => statement === undefined || n === statement - 1)
  const [one, second] = matching
  if (one === undefined || second !== undefined)
    throw usage(
      one === undefined ? `Statement ${statement} of \`${id}\` is not unresolved.` : `\`${id}\` has several that are unresolved.`,
      `Write ${own.map((each) => `\`${commandOf(each, each.choices.join(' | '))}\``).join(' or ')}.`,
    )
  if (one.next === 'asks') return one
  throw new CommandError({
    exitCode: EXIT.decision,
    code: 'NOTHING_TO_DECIDE',
    message: `${titleOf(one)} ${one.next === 'waits' ? 'is still being run.' : 'needs no word: the next run finds out what became of it.'}`,
    remedy: one.next === 'waits' ? 'Wait for it; the next run does.' : 'Run `migrate up`.',
  })
}

function statementOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usage(`--statement cannot be \`${text}\`.`, 'Write its number, from 1.')
  return Number(text)
}

function interrupted(): MigrateError<'ABORTED'> {
  return new MigrateError('ABORTED', 'Interrupted before anything was recorded.', { during: undefined })
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ exitCode: EXIT.usage, code: 'USAGE', message, remedy })
}
