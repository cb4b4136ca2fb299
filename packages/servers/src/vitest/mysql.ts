// Owns: `globalSetup: '@godwit/servers/vitest/mysql'`.
// Must not know: tests.

import { share, type GlobalSetup } from './share.ts'

export const setup: GlobalSetup = share('mysql')
