// Owns: all that a subject can offer where the database is on a server and is named by a URL.
// Must not know: who made the database, laws.

import type { Driver } from '@godwit/core/driver'
import type { Elsewhere, Fresh } from './subject.ts'
import { tapWire } from './tap-wire.ts'

export interface OnServer {
  /** Of an empty database on this machine, with user and password. */
  readonly url: string
  readonly make: (url: string) => Driver
  /** How another process makes the driver; its argument is the URL. */
  readonly elsewhere?: Omit<Elsewhere, 'argument'>
  readonly drop: () => Promise<void>
}

const WRONG_PASSWORD = 'hunter2-secret'
/** Only the superuser may listen there, and nobody does. */
const SILENT_PORT = '1'

/** Everything that a server lets one try: a wire in front of it, another process, a wrong password, a port where nobody listens. */
export async function freshOnServer({ url, make, elsewhere, drop }: OnServer): Promise<Fresh> {
  const wire = await tapWire(Number(new URL(url).port))
  const through = (changes: Partial<URL>): string => Object.assign(new URL(url), changes).href
  const tapped = through({ port: String(wire.port) })
  const { username, password } = new URL(url)
  return {
    connect: () => make(tapped),
    stranger: () => make(through({ password: WRONG_PASSWORD })),
    nowhere: () => make(through({ port: SILENT_PORT })),
    wire,
    // A password that is the user's name is in every message about him.
    secrets: [WRONG_PASSWORD, ...(password === '' || username.includes(password) ? [] : [decodeURIComponent(password)])],
    dispose: async () => {
      await wire.close()
      await drop()
    },
    ...(elsewhere === undefined ? {} : { elsewhere: { ...elsewhere, argument: url } }),
  }
}
