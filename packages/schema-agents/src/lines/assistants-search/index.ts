// Owns: what a program does with the line `assistants-search`, by name.
// Must not know: other lines.

export { type FindMemories, type FoundMemory, searchMemories } from './memories.ts'
export { type FindMessages, searchMessages } from './messages.ts'
