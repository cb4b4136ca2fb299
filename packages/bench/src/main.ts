// Owns: the command `pnpm bench`: its flags, its temporary folder, the order of things.
// Must not know: how anything is measured or drawn.

import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { aimsTable } from './aims.ts'
import { type ColdPair, cold } from './cold.ts'
import { CONTESTANTS, ENGINES, FLOOR, hasNetwork } from './contestant.ts'
import { machine } from './machine.ts'
import { messageTables } from './messages/message-tables.ts'
import { type MessageRuns, messages } from './messages/messages.ts'
import { type PlanningRun, planning } from './planning.ts'
import { type Pair, run } from './run.ts'
import { coldTable, contestTable, planningTable } from './table.ts'

const USUAL = ['contest', 'cold', 'planning'] as const
/** The last takes minutes, and is run only where it is named. */
const PARTS = [...USUAL, 'messages'] as const

const USAGE = `pnpm bench [flags]
  --rounds <n>      rounds of everything (default: 5 with 100 migrations, 3 with 1000, 10 for command lines)
  --only <names>    contestants, comma-separated: ${[...CONTESTANTS.keys()].join(', ')}
  --engine <names>  ${ENGINES.join(',')}
  --count <n>       migrations, comma-separated (default: 100,1000)
  --latency <ms>    of the network to a server, there and back, comma-separated (default: 0)
  --part <names>    ${PARTS.join(',')} (default: all but messages)
  --dir <path>      where the databases lie (default: a memory file system where there is one)
  --json            the raw figures as one JSON document instead of tables`

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string' },
    engine: { type: 'string' },
    count: { type: 'string', default: '100,1000' },
    latency: { type: 'string', default: '0' },
    part: { type: 'string' },
    dir: { type: 'string', default: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (flags.help) console.log(USAGE)
else await bench()

async function bench(): Promise<void> {
  const contestants = chosen(
    '--only',
    flags.only,
    [...CONTESTANTS.keys()].filter((name) => name !== FLOOR),
    [...CONTESTANTS.keys()],
  )
  const engines = chosen('--engine', flags.engine, ENGINES)
  const parts = chosen<(typeof PARTS)[number]>('--part', flags.part, USUAL, PARTS)
  const counts = flags.count.split(',').map(whole)
  const latencies = flags.latency.split(',').map((text) => (text === '0' ? 0 : whole(text)))
  const rounds = (usual: number): number => (flags.rounds === undefined ? usual : whole(flags.rounds))

  // Servers put their data there too: the engine is measured, not the disk.
  process.env['TMPDIR'] = flags.dir
  const root = mkdtempSync(join(flags.dir, 'godwit-bench-'))
  process.once('exit', () => rmSync(root, { recursive: true, force: true }))
  process.once('SIGINT', () => process.exit(130))
  // Migration modules import their library as they would in a project.
  symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(root, 'node_modules'), 'junction')

  const about = machine()
  const figures: { pairs: Pair[]; cold: readonly ColdPair[]; planning: readonly PlanningRun[]; messages: MessageRuns } = {
    pairs: [],
    cold: [],
    planning: [],
    messages: { questions: [], appends: [] },
  }
  const show = (table: string): void => {
    progress('')
    if (!flags.json) console.log(table)
  }
  show(about)
  if (parts.includes('contest')) {
    for (const engine of engines) {
      for (const latencyMs of hasNetwork(engine) ? latencies : [0]) {
        for (const count of counts) {
          const folder = join(root, `${engine}-${count}-${latencyMs}`)
          mkdirSync(folder)
          const pairs = await run({ engine, count, rounds: rounds(count <= 100 ? 5 : 3), latencyMs, contestants, folder, progress })
          show(contestTable(pairs, engine, count, latencyMs, contestants))
          figures.pairs.push(...pairs)
        }
      }
    }
  }
  if (parts.includes('cold')) {
    figures.cold = await cold(root, rounds(10), engines, contestants, progress)
    show(coldTable(figures.cold))
  }
  if (parts.includes('planning')) {
    figures.planning = await planning(rounds(5), progress)
    show(planningTable(figures.planning))
  }
  if (parts.includes('messages')) {
    const runs: MessageRuns[] = []
    // A server over HTTP has the same engine as a file.
    for (const engine of engines.filter((each) => each !== 'sqld')) runs.push(await messages(engine, root, rounds(3), progress))
    figures.messages = { questions: runs.flatMap(({ questions }) => questions), appends: runs.flatMap(({ appends }) => appends) }
    show(messageTables(figures.messages))
  }
  show(aimsTable(figures))
  if (flags.json) console.log(JSON.stringify({ about, ...figures }, undefined, 2))
}

/** On a terminal, one line that is overwritten. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
}

function chosen<T extends string>(flag: string, given: string | undefined, usual: readonly T[], known: readonly T[] = usual): readonly T[] {
  return given === undefined
    ? usual
    : given.split(',').map((name) => known.find((one) => one === name) ?? refuse(`${flag} ${name}: it is one of ${known.join(', ')}.`))
}

function whole(text: string): number {
  const value = Number(text)
  return Number.isSafeInteger(value) && value > 0 ? value : refuse(`${text} is not a whole number from 1.`)
}

function refuse(message: string): never {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(5)
}
