// Owns: the driver before the laws, on a server that this package's tests share.
// Must not know: laws, how the driver is connected.

import { describeDriver, type Fresh } from '@godwit/driver-conformance'
import type { DatabaseServer } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { test } from 'vitest'

export function lawsOn(kind: 'mariadb' | 'mariadb-11' | 'mysql', name: string, open: (server: DatabaseServer) => Promise<Fresh>): void {
  describeOn(kind, (server) => {
    // Which laws apply is asked of a driver; without a server there is none to ask.
    if (server.url === '') test(name, () => {})
    else describeDriver({ name, open: () => open(server) })
  })
}
