// Owns: what a program does with the line `gateway-search`, by name.
// Must not know: other lines.

export { type FindMessages, type FoundMessage, searchMessages } from './messages.ts'
