// Owns: the words that an MCP server's kind and state may be.
// Must not know: tables.

export const SERVER_TYPES = ['stdio', 'http'] as const
export type ServerType = (typeof SERVER_TYPES)[number]

export const SERVER_STATUSES = ['stopped', 'starting', 'running', 'error', 'stopping'] as const
export type ServerStatus = (typeof SERVER_STATUSES)[number]

/** As they stand in a CHECK. */
export function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ')
}
