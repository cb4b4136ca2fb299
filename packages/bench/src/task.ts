// Owns: what a measured process is told and what it answers.
// Must not know: how processes are started.

import type { Engine } from './contestant.ts'

export const VERBS = ['apply', 'noop', 'status', 'down'] as const

export type Verb = (typeof VERBS)[number]

export interface Task {
  readonly contestant: string
  readonly engine: Engine
  readonly verb: Verb | 'prepare'
  readonly count: number
  readonly folder: string
  /** Of the database: an absolute path, or a URL. */
  readonly address: string
}

export interface Answer {
  /** Milliseconds of the call: connect, work, close. */
  readonly ms: number
  /** Milliseconds of processor time of that call, all threads: what a busy machine changes least. */
  readonly busy: number
  /** The same call again in the same process, median of a few; only where repeating changes nothing. */
  readonly warm: number | undefined
  /** Milliseconds of processor time of the whole process, its start and the imports included. */
  readonly cpu: number
  /** Peak resident memory of the process in MB. */
  readonly rss: number
  /** How many migrations `status` saw. */
  readonly applied: number | undefined
}

/** Where the answer is written: standard output belongs to the libraries. */
export const ANSWER_FD = 3

/** A contestant that lacks the verb is not asked. */
export const ABSENT = 'absent'
