// Owns: a fresh database on the shared server, behind a wire that can be hurt, for each law.
// Must not know: laws.

import { test } from 'vitest'
import { describeDriver, freshOnServer, type Fresh } from '@godwit/driver-conformance'
import { describeOn, type TestServer } from '@godwit/servers/vitest'

export const ELSEWHERE = { module: new URL('../dist/index.js', import.meta.url).href, factory: 'pg' }

export function lawsOn(name: string, open: (server: TestServer) => Promise<Fresh>): void {
  describeOn('postgres-15', (server) => {
    // Which laws apply is asked of a driver; without a server there is none to ask.
    const absent = server.url === ''
    test.runIf(absent)(name, () => {})
    return absent ? undefined : describeDriver({ name, open: () => open(server) })
  })
}

export async function onServer(server: TestServer, make: Parameters<typeof freshOnServer>[0]['make']): Promise<Fresh> {
  const { url, drop } = await server.createDatabase()
  return freshOnServer({ url, make, drop, elsewhere: ELSEWHERE })
}
