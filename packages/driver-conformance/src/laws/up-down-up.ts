// Owns: going down leaves nothing behind, and going up again arrives at the same schema.
// Must not know: how a way down is planned.

import assert from 'node:assert/strict'
import type { Law } from '../law.ts'
import { dump } from '../product/dump.ts'
import { library } from '../product/library.ts'
import { arrived, committed, runner } from '../product/runner.ts'

export const upDownUp: readonly Law[] = [
  {
    concept: 'up-down-up',
    name: 'all the way up, down and up again: nothing is left below, and the second way up ends where the first did',
    run: async (bench) => {
      const migrator = runner(bench.connect(), library(bench))
      const observer = await bench.open()
      const start = await dump(observer, bench, 'schema')
      arrived(await migrator.up(), 'up')
      const top = await dump(observer, bench, 'schema')
      const down = await migrator.down({ to: 'nothing' })
      assert.deepEqual(
        committed(down),
        library(bench)
          .map(({ id }) => id)
          .toReversed(),
      )
      assert.deepEqual(await dump(observer, bench, 'schema'), start, 'what is left after the way down')
      arrived(await migrator.up(), 'up again')
      assert.deepEqual(await dump(observer, bench, 'schema'), top, 'what the second way up made')
    },
  },
  {
    concept: 'up-down-up',
    name: 'each migration by itself: its way down undoes its way up, schema and rows, and can be gone again',
    run: async (bench) => {
      const migrator = runner(bench.connect(), library(bench))
      const observer = await bench.open()
      for (const { id } of library(bench)) {
        const before = await dump(observer, bench, 'schema')
        arrived(await migrator.up({ steps: 1 }), `${id} up`)
        const after = await dump(observer, bench, 'schema')
        assert.notDeepEqual(after, before, `${id} did nothing`)
        arrived(await migrator.down({ steps: 1 }), `${id} down`)
        assert.deepEqual(await dump(observer, bench, 'schema'), before, `${id}: what its way down left`)
        arrived(await migrator.up({ steps: 1 }), `${id} up again`)
        assert.deepEqual(await dump(observer, bench, 'schema'), after, `${id}: what its second way up made`)
      }
    },
  },
]
