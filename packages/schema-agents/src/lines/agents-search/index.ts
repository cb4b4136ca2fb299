// Owns: what a program does with the line `agents-search`, by name.
// Must not know: other lines.

export { type FindSessionLogs, searchSessionLogs } from './session-logs.ts'
