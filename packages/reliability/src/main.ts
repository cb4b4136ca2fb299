// Owns: the command of the fault matrix: its flags, the order of things, its exit code.
// Must not know: what a fault does, how an engine is started.

import { parseArgs } from 'node:util'
import type { Size } from './fault.ts'
import { ENGINES, FAULTS } from './matrix.ts'
import { type Cell, tableOf } from './table.ts'

/** Of a failure in the summary, characters; it stands above in full. */
const SHOWN = 400

const USAGE = `pnpm matrix [flags]
  --engine <names>  ${[...ENGINES.keys()].join(', ')} (default: all)
  --fault <ids>     ${FAULTS.map(({ id }) => id).join(', ')} (default: all)
  --reduced         what CI has time for`

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string' },
    fault: { type: 'string' },
    reduced: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (flags.help) console.log(USAGE)
else process.exitCode = await matrix()

async function matrix(): Promise<0 | 1> {
  const size: Size = flags.reduced ? 'reduced' : 'full'
  const names = chosen('--engine', flags.engine, [...ENGINES.keys()])
  const ids = chosen(
    '--fault',
    flags.fault,
    FAULTS.map(({ id }) => id),
  )
  const cells: Cell[] = []
  for (const name of names) {
    const engine = await ENGINES.get(name)?.()
    if (engine === undefined) continue
    try {
      for (const fault of FAULTS) {
        if (!ids.includes(fault.id)) continue
        const { id, title } = fault
        const result = fault.exempt(engine) ?? (await fault.run(engine, size))
        cells.push({ fault: id, title, engine: engine.name, result })
        if (typeof result === 'string') continue
        console.error(`${engine.name}, ${id}: ${result.converged} of ${result.points} converged, ${result.named} named`)
        for (const failure of result.failures) console.error(`  ${failure}`)
      }
    } finally {
      await engine.stop()
    }
  }
  console.log(tableOf(cells))
  // After the table once more: it is long, and who reads a log begins at its end.
  const failures = cells.flatMap(({ fault, engine, result }) =>
    typeof result === 'string' ? [] : result.failures.map((failure) => `${engine}, ${fault}: ${failure.slice(0, SHOWN)}`),
  )
  for (const failure of failures) console.log(failure)
  return failures.length > 0 ? 1 : 0
}

function chosen(flag: string, given: string | undefined, all: readonly string[]): readonly string[] {
  if (given === undefined) return all
  const names = given.split(',')
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new RangeError(`${flag}: there is no ${unknown.join(', ')}. There are: ${all.join(', ')}`)
  return names
}
