// Owns: whether there is colour, and the few colours used.
// Must not know: what is painted.

import { styleText } from 'node:util'

export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly green: (text: string) => string
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
}

export type Ink = 'colour' | 'plain'

/**
 * The flag, then `FORCE_COLOR`, then `NO_COLOR`, then whether a terminal reads.
 * @see https://no-color.org and https://force-color.org
 */
export function inkFor(flag: true | undefined, env: Readonly<Record<string, string | undefined>>, tty: boolean): Ink {
  if (flag === true) return 'plain'
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced === '0' || forced === 'false' ? 'plain' : 'colour'
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 'plain'
  return tty && env['TERM'] !== 'dumb' ? 'colour' : 'plain'
}

export function paintWith(ink: Ink): Paint {
  const same = (text: string): string => text
  if (ink === 'plain') return { bold: same, dim: same, green: same, red: same, yellow: same }
  // The stream was looked at already; newer versions of Node would look again, and at stdout only.
  const style =
    (format: 'bold' | 'dim' | 'green' | 'red' | 'yellow') =>
    (text: string): string =>
      styleText(format, text, { validateStream: false })
  return { bold: style('bold'), dim: style('dim'), green: style('green'), red: style('red'), yellow: style('yellow') }
}
