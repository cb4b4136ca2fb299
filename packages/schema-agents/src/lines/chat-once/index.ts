// Owns: what a program does with the line `chat-once`, by name.
// Must not know: other lines.

export { saveMessagesOnce } from './messages.ts'
