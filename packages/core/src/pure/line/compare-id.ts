// Owns: the order of migrations in a line.
// Must not know: anything but two ids.

/**
 * Orders ids the way a person numbers files: by the number in front, part by part, so that 9 comes before 10 and `V1__x`
 * before `V1.1__x`; then runs of digits by value, everything else by code unit. Ids without a number in front come last.
 * Ids of equal value and different writing (`1`, `001`) keep a fixed order.
 */
export function compareId(a: string, b: string): number {
  return compareVersions(a, b) || compareNaturally(a, b)
}

// The parts of `versionOf`, without making them: sorting ten thousand ids asks more than a hundred thousand times.
function compareVersions(a: string, b: string): number {
  let i = numberStart(a)
  let j = numberStart(b)
  if (i < 0 || j < 0) return Math.sign(j + 1) - Math.sign(i + 1)
  for (;;) {
    const endA = digitsEnd(a, i)
    const endB = digitsEnd(b, j)
    const order = compareDigits(a.slice(i, endA), b.slice(j, endB)) || Number(continues(a, endA)) - Number(continues(b, endB))
    if (order !== 0 || !continues(a, endA)) return order
    i = endA + 1
    j = endB + 1
  }
}

/** Where the number in front begins; -1 when there is none. */
function numberStart(id: string): number {
  if (isDigit(id, 0)) return 0
  return (id.startsWith('V') || id.startsWith('v')) && isDigit(id, 1) ? 1 : -1
}

function continues(id: string, at: number): boolean {
  if (!isDigit(id, at + 1)) return false
  return id[at] === '.' || (id[at] === '_' && /^V\d+(?:[._]\d+)*__/.test(id))
}

function compareNaturally(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (isDigit(a, i) && isDigit(b, j)) {
      const endA = digitsEnd(a, i)
      const endB = digitsEnd(b, j)
      const order = compareDigits(a.slice(i, endA), b.slice(j, endB))
      if (order !== 0) return order
      i = endA
      j = endB
    } else {
      const order = a.charCodeAt(i) - b.charCodeAt(j)
      if (order !== 0) return order
      i++
      j++
    }
  }
  return a.length - i - (b.length - j) || (a < b ? -1 : a > b ? 1 : 0)
}

// Not Number(): a timestamp with more than 15 digits would lose its end.
function compareDigits(a: string, b: string): number {
  if (a.length === b.length) return a < b ? -1 : a > b ? 1 : 0
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function digitsEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && isDigit(text, end)) end++
  return end
}
