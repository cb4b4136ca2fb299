// Owns: the guess behind "did you mean".
// Must not know: what the names are names of.

/** The name closest to `wanted`, or undefined when none is close enough to be what was meant. */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(wanted.length / 3))
  let best: string | undefined
  let least = limit + 1
  for (const name of names) {
    const edits = name.startsWith(wanted) && wanted.length > 0 ? 1 : distance(wanted.toLowerCase(), name.toLowerCase(), least)
    if (edits < least) {
      least = edits
      best = name
    }
  }
  return best
}

/** Levenshtein distance, given up as soon as it cannot be below `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const value = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost)
      next.push(value)
      least = Math.min(least, value)
    }
    if (least >= limit) return limit
    row = next
  }
  return row[b.length] ?? limit
}
