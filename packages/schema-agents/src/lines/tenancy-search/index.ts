// Owns: what a program does with the line `tenancy-search`, by name.
// Must not know: other lines.

export { type FindMessages, searchMessages } from './messages.ts'
