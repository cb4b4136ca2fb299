// Owns: one server for a package's whole test run.
// Must not know: tests.

import type { TestProject } from 'vitest/node'

import type { SharedKind } from '../kind.ts'
import { sharedServer } from '../shared-server.ts'
import { inWords, isRequired, ServerUnavailable, type Unavailable } from '../unavailable.ts'

/** What a test file learns about it. */
export type Shared = { readonly state: 'running'; readonly title: string; readonly url: string } | Unavailable

declare module 'vitest' {
  interface ProvidedContext {
    'godwit:postgres-13': Shared
    'godwit:postgres-15': Shared
    'godwit:postgres-18': Shared
    'godwit:mariadb': Shared
    'godwit:mariadb-11': Shared
    'godwit:mysql': Shared
  }
}

export type GlobalSetup = (project: Pick<TestProject, 'provide'>) => Promise<() => Promise<void>>

/** A `globalSetup` of vitest: starts the server before the first test file and ends it after the last. */
export function share(kind: SharedKind): GlobalSetup {
  return async (project) => {
    try {
      const { title, url, stop } = await sharedServer(kind)
      project.provide(`godwit:${kind}`, { state: 'running', title, url })
      return stop
    } catch (error) {
      if (!(error instanceof ServerUnavailable) || isRequired()) throw error
      process.stderr.write(`\n${inWords(error.availability)}\n\n`)
      project.provide(`godwit:${kind}`, error.availability)
      return async () => {}
    }
  }
}
