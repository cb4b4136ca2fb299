// Owns: what a program does with the line `agents-once`, by name.
// Must not know: other lines.

export { appendSessionLogsOnce } from './session-logs.ts'
