// Owns: tests on the server that the test run shares.
// Must not know: what is tested.

import { describe, inject, onTestFinished } from 'vitest'

import type { Database, DatabaseServer } from '../connection.ts'
import type { SharedKind } from '../kind.ts'
import { serverAt } from '../shared-server.ts'
import { inWords } from '../unavailable.ts'
import type { Shared } from './share.ts'

export interface TestServer extends DatabaseServer {
  /** For the test that runs: an empty database, dropped when the test has finished. */
  readonly freshDatabase: () => Promise<Database>
}

/**
 * Tests that need the shared server, or each of several; the package's vitest.config.ts names `@godwit/servers/vitest/<kind>` as a
 * `globalSetup`. Where the server cannot be had they are skipped, and the name of the group says why and which command brings it.
 */
export function describeOn(kinds: SharedKind | readonly SharedKind[], body: (server: TestServer) => void): void {
  for (const kind of [kinds].flat()) describeOnOne(kind, body)
}

function describeOnOne(kind: SharedKind, body: (server: TestServer) => void): void {
  const shared: Shared | undefined = inject(`godwit:${kind}`)
  if (shared === undefined) throw new Error(`vitest.config.ts has no globalSetup '@godwit/servers/vitest/${kind}'`)
  const server = shared.state === 'unavailable' ? undefined : serverAt(kind, shared.url, shared.title)
  describe.skipIf(server === undefined)(shared.state === 'unavailable' ? inWords(shared) : `on ${shared.title}`, () => {
    body(server === undefined ? absent(shared.title) : { ...server, freshDatabase: () => databaseOfTest(server) })
  })
}

async function databaseOfTest(server: DatabaseServer): Promise<Database> {
  const database = await server.createDatabase()
  onTestFinished(() => database.drop())
  return database
}

/** Its tests are registered, so that they are counted as skipped; none of them runs. */
function absent(title: string): TestServer {
  const refuse = (): Promise<never> => Promise.reject(new Error(`there is no ${title}`))
  const nowhere = { url: '', host: '', port: 0, user: '', password: '', database: '' }
  return { ...nowhere, title, query: refuse, createDatabase: refuse, freshDatabase: refuse }
}
