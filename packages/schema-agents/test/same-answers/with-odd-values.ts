// Owns: the values that the originals or one of the engines mishandle, each in the place of each parameter in turn.
// Must not know: functions, engines.

/** systems.md, 0.2 #15. */
const ODD: readonly unknown[] = [0, '', {}, null]

/** What not every engine keeps: half of an emoji, the character that ends a text in C, and more than fits into a key or a name of MySQL. */
const ODD_TEXTS: readonly string[] = ['\ud83d', 'a\0b', 'y'.repeat(300)]

/** One more than 32 bits hold, and less than a list can begin with. */
const ODD_NUMBERS: readonly number[] = [2 ** 31, -1, 0.5]

const MOMENT = /^\d{4}-\d\d-\d\dT/

/** Before and behind what every engine has, without a zone, and no day. */
const ODD_MOMENTS: readonly string[] = [
  '0000-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00.000Z',
  '+010000-01-01T00:00:00.000Z',
  '2026-11-20 09:37:14',
  '2026-02-30T00:00:00.000Z',
  '1',
]

export interface Variant {
  /** `2.name = ''` */
  readonly what: string
  readonly args: readonly unknown[]
}

/** As they are, and then with one of them, or one of what an object or a list among them has, put in the place of what was given. */
export function withOddValues(args: readonly unknown[]): readonly Variant[] {
  const variants: Variant[] = [{ what: 'as given', args }]
  for (const [n, arg] of args.entries()) {
    for (const [what, odd] of oddFor(arg)) variants.push({ what: `${n + 1} = ${what}`, args: args.with(n, odd) })
    if (typeof arg !== 'object' || arg === null) continue
    for (const [name, value] of Object.entries(arg)) {
      for (const [what, odd] of oddFor(value)) {
        const changed: unknown = Array.isArray(arg) ? arg.with(Number(name), odd) : { ...arg, [name]: odd }
        variants.push({ what: `${n + 1}.${name} = ${what}`, args: args.with(n, changed) })
      }
    }
  }
  return variants
}

type Odd = readonly [what: string, value: unknown]

function oddFor(given: unknown): readonly Odd[] {
  switch (typeof given) {
    case 'string':
      if (MOMENT.test(given)) return [...ODD, ...ODD_MOMENTS].map(written)
      // With a blank behind it, it is the same text to MySQL.
      return [...[...ODD, ...ODD_TEXTS].map(written), ...(given === '' ? [] : [['as given and a blank', `${given} `] as const])]
    case 'object':
      return [...ODD, { a: '\ud83d' }].map(written)
    case 'number':
      return [...ODD, ...ODD_NUMBERS].map(written)
    default:
      return ODD.map(written)
  }
}

function written(value: unknown): Odd {
  return [JSON.stringify(value), value]
}
