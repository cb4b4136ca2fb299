// Owns: which texts of the document may hold a secret, and which are words of ours.
// Must not know: secrets, what the document is about.

/**
 * Fields with a word of a closed set, a name, a time or our own advice: nothing of a client gets into them. A password that
 * reads `up` must not take `"direction": "up"` away. Everything else may repeat what a client said.
 */
const OURS: ReadonlySet<string> = new Set(
  [
    ['command', 'kind', 'outcome', 'direction', 'transaction', 'state', 'foreignKeys', 'work', 'before', 'now', 'next', 'as'],
    ['code', 'reason', 'during', 'meaning', 'remedy'],
    ['line', 'id', 'name', 'driver', 'description', 'left', 'undone', 'current', 'origin', 'file', 'path'],
    ['hash', 'checksum', 'revision', 'appliedAt', 'startedAt'],
  ].flat(),
)
/** Ours where a plan says why it records only; of a rehearsal it is what a client said. */
const BECAUSE: ReadonlySet<unknown> = new Set(['baseline', 'no-variant'])

/** Text by text and not the whole: a secret that reads `1` or `"` would take the document apart. */
export function cleanDocument(value: unknown, clean: (text: string) => string): unknown {
  const inside = (item: unknown, field: string): unknown => {
    if (typeof item === 'string') return OURS.has(field) || (field === 'because' && BECAUSE.has(item)) ? item : clean(item)
    if (Array.isArray(item)) return item.map((one: unknown) => inside(one, field))
    if (typeof item !== 'object' || item === null || 'toJSON' in item) return item
    return Object.fromEntries(Object.entries(item).map(([name, one]) => [name, inside(one, name)]))
  }
  return inside(value, '')
}
