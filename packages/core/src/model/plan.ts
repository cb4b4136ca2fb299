// Owns: what would run, as a value: printable, hashable, comparable.
// Must not know: drivers, time, how a step is executed.

import type { Group } from './group.ts'
import type { Direction } from './journal.ts'
import type { Problem } from './problem.ts'
import type { Statement } from './statement.ts'

export interface StepBase {
  readonly line: string
  readonly id: string
  readonly description: string
  readonly direction: Direction
  /** Of the receipt that this step writes. */
  readonly seq: number
  readonly ordinal: number
  readonly checksum: string
  /** Of the text as it stands, comments and line ends included; undefined for code. */
  readonly rawChecksum: string | undefined
  /** JSON of a `RecordedDown`: what a later rollback runs when the code no longer has this migration. */
  readonly recordedDown: string | undefined
}

export type Step =
  /** One transaction: receipt, then statements. */
  | (StepBase & {
      readonly kind: 'atomic'
      readonly statements: readonly Statement[]
      /** Raw checksum of the text that runs. */
      readonly text: string
      readonly foreignKeys: 'enforced' | 'suspended'
      readonly check: string | undefined
    })
  /** Group by group, each recorded. */
  | (StepBase & {
      readonly kind: 'journaled'
      readonly statements: readonly Statement[]
      /** Of all statements, in order, those that have run included. */
      readonly groups: readonly Group[]
      readonly text: string
      /** The first statement that has not run. */
      readonly from: number
      /** Before that: what has run and was of a session that is not there any more. */
      readonly again: readonly Statement[]
      /** Asked before the first statement; undefined where some have run. */
      readonly check: string | undefined
    })
  /** A function in one transaction, as far as the engine has that. */
  | (StepBase & {
      readonly kind: 'code'
      readonly revision: string
      readonly foreignKeys: 'enforced' | 'suspended'
      readonly check: string | undefined
    })
  /** A function cut into transactions. */
  | (StepBase & { readonly kind: 'steps'; readonly revision: string; readonly foreignKeys: 'enforced' | 'suspended' })
  /** A receipt and nothing else. */
  | (StepBase & { readonly kind: 'record'; readonly because: 'baseline' | 'no-variant' })

export interface Plan {
  readonly direction: Direction
  readonly steps: readonly Step[]
  /** SHA-256 of everything above: two plans with one hash run the same text in the same order. */
  readonly hash: string
}

export type Planning =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] }
