// Owns: the number of the next migration.
// Must not know: files, names.

export type Numbering =
  | { readonly kind: 'sequence'; readonly width: number }
  /** `utc`: the date and time in digits, as many as there are. `epoch`: since 1970, in seconds or milliseconds. */
  | { readonly kind: 'time'; readonly form: 'utc' | 'epoch'; readonly digits: number }

/** What `number` is one of. Eight digits and more that begin like a year of ours are a date. */
export function numberingOf(number: string): Numbering {
  const digits = number.length
  if (digits >= 8 && digits <= 17 && /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(number))
    return { kind: 'time', form: 'utc', digits }
  if (digits === 10 || digits === 13) return { kind: 'time', form: 'epoch', digits }
  return { kind: 'sequence', width: digits }
}

/** Always above `last`, also where the clock went backwards or two were made within one second. */
export function nextNumber(numbering: Numbering, last: string | undefined, now: Date): string {
  const following = last === undefined ? 1n : BigInt(last) + 1n
  if (numbering.kind === 'sequence') return String(following).padStart(numbering.width, '0')
  const clock = numbering.form === 'utc' ? now.toISOString().replace(/\D/g, '').slice(0, numbering.digits) : epoch(now, numbering.digits)
  return last === undefined || BigInt(clock) >= following ? clock : String(following)
}

function epoch(now: Date, digits: number): string {
  return String(digits === 13 ? now.getTime() : Math.floor(now.getTime() / 1_000))
}
