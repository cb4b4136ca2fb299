// Owns: `globalSetup: '@godwit/servers/vitest/mariadb-11'`.
// Must not know: tests.

import { share, type GlobalSetup } from './share.ts'

export const setup: GlobalSetup = share('mariadb-11')
