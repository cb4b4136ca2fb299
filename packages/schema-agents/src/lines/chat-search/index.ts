// Owns: what a program does with the line `chat-search`, by name.
// Must not know: other lines.

export { type FindMemories, searchMemories } from './memories.ts'
export { type FindMessages, searchMessages } from './messages.ts'
