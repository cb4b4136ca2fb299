// Owns: every function of a line, called with every odd value in the place of every parameter, on every engine.
// Must not know: which line, what the answers should be: they stand in a file that is the same for all engines.

import { join } from 'node:path'
import { type Line, migrateLines } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import type { Handle } from '../../src/index.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'
import { answered, refused } from './answered.ts'
import { withOddValues } from './with-odd-values.ts'

type Call<Function> = Function extends (on: Handle, ...args: infer Args) => unknown ? readonly [...Args] : never

/** Parameters of every function that the line's subpath has: none can be forgotten. */
export type Calls<Functions> = {
  readonly [Name in keyof Functions as Functions[Name] extends (on: Handle, ...args: never[]) => Promise<unknown> ? Name : never]: Call<
    Functions[Name]
  >
}

/** For what answers no more than a number or true: what is there afterwards. */
export type Looks<Functions> = {
  readonly [Name in keyof Calls<Functions>]?: Functions[Name] extends (on: Handle, ...args: never[]) => Promise<infer Answer>
    ? (on: Handle, answer: Answer) => Promise<unknown>
    : never
}

export interface Subject<Functions, Rows> {
  readonly functions: Functions
  /** Rows that the calls are about. What they are called by is the same on every engine. */
  readonly prepare: (on: Handle) => Promise<Rows>
  readonly calls: (rows: Rows) => Calls<Functions>
  readonly looks?: (rows: Rows) => Looks<Functions>
  /** Columns that the database numbers, and functions whose answer is such a number or a list of them. */
  readonly numbered: readonly string[]
}

type Look = (on: Handle, answer: unknown) => Promise<unknown>

class Undone extends Error {}

/** On every engine, each with `lines` in it: the last one is tested, those before it are what it needs. */
export function sameAnswers<Functions extends object, Rows>(
  name: string,
  { lines, ...subject }: Subject<Functions, Rows> & { readonly lines: readonly Line[] },
): void {
  onEveryEngine(undefined, (database) => {
    beforeAll(async () => void (await migrateLines(database.driver(), lines)), 120_000)
    answersOn(database, name, subject)
  })
}

/** On one, where the line is. `name`: of the file with the answers, which is that of all others. */
export function answersOn<Functions extends object, Rows>(
  database: Pick<Installed, 'handle'>,
  name: string,
  subject: Subject<Functions, Rows>,
): void {
  test(
    'every function answers the same to 0, an empty text, {} and null in the place of each parameter',
    { timeout: 300_000 },
    async () => {
      const on = database.handle()
      const rows = await subject.prepare(on)
      const told: string[] = []
      const numbered = new Set(subject.numbered)
      const looks = (subject.looks?.(rows) ?? {}) as Readonly<Record<string, Look | undefined>>
      for (const [called, args] of Object.entries(subject.calls(rows)) as readonly (readonly [string, readonly unknown[]])[]) {
        const work = subject.functions[called as keyof Functions] as (on: Handle, ...args: readonly unknown[]) => Promise<unknown>
        for (const variant of withOddValues(args)) {
          const answer = await undone(on, async (inside) => {
            const value = await work(inside, ...variant.args)
            const answer = answered(numbered.has(called) ? numberless(value) : value, numbered)
            const look = looks[called]
            return look === undefined ? answer : `${answer}, and there is ${await seen(() => look(inside, value), numbered)}`
          })
          told.push(counted(`${called}, ${variant.what}: ${answer}`))
        }
      }
      await expect(`${told.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'testdata', `${name}.txt`))
    },
  )
}

/** Everything that `work` wrote is taken back, so that each call finds the same rows. */
async function undone(on: Handle, work: (inside: Handle) => Promise<string>): Promise<string> {
  let answer = ''
  try {
    await on.transaction(async (inside) => {
      answer = await work(inside)
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) return refused(error)
  }
  return answer
}

/** What cannot be read any more is told as that: the call itself was not refused. */
async function seen(look: () => Promise<unknown>, numbered: ReadonlySet<string>): Promise<string> {
  try {
    return answered(await look(), numbered)
  } catch (error) {
    return refused(error)
  }
}

/** What is repeated very often is counted. */
function counted(line: string): string {
  return line.replaceAll(/(.)\1{99,}/g, (run, each: string) => `${each} × ${run.length}`)
}

function numberless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numberless)
  return typeof value === 'number' ? '(number)' : value
}
