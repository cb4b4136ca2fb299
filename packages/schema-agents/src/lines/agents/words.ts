// Owns: the words that the columns of the line `agents` are documented to hold.
// Must not know: tables, queries.

import { NotAllowed } from '../../sql/not-allowed.ts'

/** One of the documented words, or another text: the tables have no `CHECK`, so a reader must expect it. */
type Word<Documented extends string> = Documented | (string & Record<never, never>)

export const PERMISSION_MODES: readonly ['readOnly', 'acceptEdits', 'bypassPermissions'] = ['readOnly', 'acceptEdits', 'bypassPermissions']
export const SESSION_STATUSES: readonly ['idle', 'running', 'completed', 'failed', 'stopped'] = [
  'idle',
  'running',
  'completed',
  'failed',
  'stopped',
]
export const LOG_ROLES: readonly ['user', 'agent', 'system', 'tool'] = ['user', 'agent', 'system', 'tool']

/** The list is open: others may be written. */
export type AgentType = Word<'claudeCode' | 'codex' | 'custom'>
export type PermissionMode = Word<(typeof PERMISSION_MODES)[number]>
export type SessionStatus = Word<(typeof SESSION_STATUSES)[number]>
export type LogRole = Word<(typeof LOG_ROLES)[number]>
/** The list is open: others may be written. */
export type LogType = Word<'message' | 'thought' | 'action' | 'observation'>

/** `value`, if it is one of `words` or null. The tables take anything, so the functions that write to them do not. */
export function wordOf<Value extends string | null>(what: string, words: readonly string[], value: Value): Value {
  if (value === null || words.includes(value)) return value
  throw new NotAllowed('word', `${what} is ${words.join(', ')}, and not ${JSON.stringify(value)}. Nothing was written.`)
}
