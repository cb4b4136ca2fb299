// Owns: the words that the columns of the line `agents` are documented to hold.
// Must not know: tables, queries.

/** One of the documented words, or another text: the tables have no `CHECK`, so a reader must expect it. */
type Word<Documented extends string> = Documented | (string & Record<never, never>)

export type AgentType = Word<'claudeCode' | 'codex' | 'custom'>
export type PermissionMode = Word<'readOnly' | 'acceptEdits' | 'bypassPermissions'>
export type SessionStatus = Word<'idle' | 'running' | 'completed' | 'failed' | 'stopped'>
export type LogRole = Word<'user' | 'agent' | 'system' | 'tool'>
export type LogType = Word<'message' | 'thought' | 'action' | 'observation'>
