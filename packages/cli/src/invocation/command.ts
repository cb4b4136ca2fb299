// Owns: the list of commands: names, words, flags.
// Must not know: what a command does.

import type { Context } from '../context.ts'
import type { FlagName } from './flag.ts'
import type { Result } from '../result.ts'

export type Run = (context: Context) => Promise<Result>

export interface CommandSpec {
  readonly summary: string
  /** Words after the command, as help shows them; empty when there are none. */
  readonly operands: string
  readonly operandCount: { readonly least: number; readonly most: number }
  /** Besides the common ones. */
  readonly flags: readonly FlagName[]
}

const NONE = { operands: '', operandCount: { least: 0, most: 0 } } as const

export type CommandName =
  | 'init'
  | 'new'
  | 'up'
  | 'down'
  | 'redo'
  | 'status'
  | 'plan'
  | 'validate'
  | 'baseline'
  | 'resolve'
  | 'doctor'
  | 'wait'

export const COMMANDS: Readonly<Record<CommandName, CommandSpec>> = {
  init: { ...NONE, summary: 'make a configuration, a folder and a first migration', flags: [] },
  new: {
    operands: '<name>',
    operandCount: { least: 1, most: Infinity },
    summary: 'make the next migration, in the style of the folder',
    flags: [],
  },
  up: {
    ...NONE,
    summary: 'apply what is pending',
    flags: ['to', 'steps', 'dry-run', 'plan', 'order', 'missing-variant', 'other-history', 'wait-timeout'],
  },
  down: {
    ...NONE,
    summary: 'roll back the last migration, or down to a target',
    flags: ['to', 'steps', 'dry-run', 'plan', 'missing-variant', 'wait-timeout'],
  },
  redo: {
    ...NONE,
    summary: 'roll back the last migration and apply it again',
    flags: ['steps', 'missing-variant', 'wait-timeout'],
  },
  status: { ...NONE, summary: 'what is applied and what is pending', flags: ['check'] },
  plan: {
    operands: '[up|down]',
    operandCount: { least: 0, most: 1 },
    summary: 'print the statements that would run, and the hash of the plan',
    flags: ['to', 'steps', 'order', 'missing-variant', 'other-history'],
  },
  validate: {
    ...NONE,
    summary: 'read every migration and compare it with the history',
    flags: ['order', 'missing-variant'],
  },
  baseline: {
    ...NONE,
    summary: 'record migrations as applied without running them',
    flags: ['to', 'steps', 'wait-timeout'],
  },
  resolve: {
    operands: '[id]',
    operandCount: { least: 0, most: 1 },
    summary: 'list the statements that nobody saw end, and say what became of one',
    flags: ['statement', 'as', 'wait-timeout'],
  },
  doctor: {
    ...NONE,
    summary: 'check everything a migration needs, and say what to do',
    flags: [],
  },
  wait: { ...NONE, summary: 'wait until the database answers', flags: ['wait-timeout'] },
}

/** What people type who come from other tools. Suggested, never run. */
export const HABITS: Readonly<Record<string, CommandName>> = {
  apply: 'up',
  check: 'validate',
  create: 'new',
  deploy: 'up',
  generate: 'new',
  latest: 'up',
  list: 'status',
  make: 'new',
  migrate: 'up',
  push: 'up',
  revert: 'down',
  rollback: 'down',
  run: 'up',
  show: 'plan',
  undo: 'down',
}
