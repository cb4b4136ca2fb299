// Owns: how a moment may be written: ISO 8601, the same moment on every machine.
// Must not know: columns.

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-]\d\d)(?::?(\d\d))?)?)?$/

/** Of the years that every engine has. */
const FIRST = Date.parse('0001-01-01T00:00:00.000Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * `2026-11-20T12:00:00.000Z`, to the millisecond. Without a zone it is UTC: `Date.parse` would take that of the process. Null where it is no
 * moment, or none of the years 1 to 9999.
 */
export function isoMoment(given: Date | string): string | null {
  const time = typeof given === 'string' ? millisOf(given) : given.getTime()
  return time >= FIRST && time <= LAST ? new Date(time).toISOString() : null
}

function millisOf(given: string): number {
  const [, day, clock = '00:00', seconds = '00', fraction = '', hours = '+00', minutes = '00'] = FORM.exec(given) ?? []
  if (day === undefined) return Number.NaN
  // The 30th of February is not the 2nd of March.
  const midnight = new Date(`${day}T00:00:00.000Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return Number.NaN
  return Date.parse(`${day}T${clock}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${hours}:${minutes}`)
}
