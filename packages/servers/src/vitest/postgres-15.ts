// Owns: `globalSetup: '@godwit/servers/vitest/postgres-15'`.
// Must not know: tests.

import { share, type GlobalSetup } from './share.ts'

export const setup: GlobalSetup = share('postgres-15')
