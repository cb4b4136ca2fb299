// Owns: what a run that nothing disturbs makes of an empty database; all others must come to the same.
// Must not know: any single law.

import type { Migration, MigratorOptions } from '@godwit/core'

import type { Bench } from '../law.ts'
import { dump, type Dump } from './dump.ts'
import { arrived, runner } from './runner.ts'

export function undisturbed(bench: Bench, migrations: readonly Migration[], options: MigratorOptions = {}): Promise<Dump> {
  return bench.anew(async (fresh) => {
    arrived(await runner(fresh.connect(), migrations, options).up(), 'a run that nothing disturbs')
    return dump(await fresh.open(), fresh, 'all')
  })
}
