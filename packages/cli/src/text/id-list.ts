// Owns: a list of names in one line, cut where it is long.
// Must not know: whose names they are.

export function idList(ids: readonly string[]): string {
  return ids.length > 6 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ')
}
