// Owns: a reference driver before the laws, on the server that this package's tests share.
// Must not know: laws, either client.

import { test } from 'vitest'
import type { Driver } from '@godwit/core/driver'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { describeDriver } from '../../src/describe-driver.ts'
import { freshOnServer } from '../../src/fresh-on-server.ts'
import type { Elsewhere, Fresh } from '../../src/subject.ts'

type Kind = Parameters<typeof describeOn>[0]

export async function freshOn(
  server: Pick<TestServer, 'createDatabase'>,
  make: (url: string) => Driver,
  elsewhere?: Omit<Elsewhere, 'argument'>,
): Promise<Fresh> {
  const { url, drop } = await server.createDatabase()
  return freshOnServer({ url, make, drop, ...(elsewhere === undefined ? {} : { elsewhere }) })
}

export function lawsOn(kind: Kind, name: string, make: (url: string) => Driver, elsewhere: Omit<Elsewhere, 'argument'>): void {
  describeOn(kind, (server) => {
    // Which laws apply is asked of a driver; without a server there is none to ask.
    const absent = server.url === ''
    test.runIf(absent)(name, () => {})
    // What is tried here is the suite; a driver that somebody uses is interrupted at all of its points in its own package.
    const open = async (): Promise<Fresh> => ({ ...(await freshOn(server, make, elsewhere)), points: 'every fifth' })
    return absent ? undefined : describeDriver({ name, open })
  })
}
