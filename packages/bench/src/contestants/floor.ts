// Owns: the least that can be done: the client, the same SQL, and nothing that remembers what ran.
// Must not know: clocks.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Contestant, Engine, Place } from '../contestant.ts'
import { BEGIN, rawClient } from './raw-client.ts'

/** One transaction and one message for each migration. */
export async function floor(engine: Engine): Promise<Contestant> {
  return contest(engine, (scripts) => scripts.map((script) => `${BEGIN[engine]};\n${script}COMMIT`))
}

/** As `floor`, and where there is nothing to do it opens the files: the least that can notice an edited migration. */
export async function floorRead(engine: Engine): Promise<Contestant> {
  const contestant = await floor(engine)
  const look = async (place: Place, ask: (place: Place) => Promise<unknown>): Promise<void> => {
    await ask(place)
    const folder = join(place.folder, 'up')
    for (const name of readdirSync(folder)) {
      if (readFileSync(join(folder, name), 'utf8') === '') throw new Error(`${name} is empty`)
    }
  }
  return { ...contestant, noop: (place) => look(place, contestant.noop) }
}

/** One transaction and one message for all. */
export async function floorAll(engine: Engine): Promise<Contestant> {
  return contest(engine, (scripts) => [`${BEGIN[engine]};\n${scripts.join('')}COMMIT`])
}

async function contest(engine: Engine, messages: (scripts: readonly string[]) => readonly string[]): Promise<Contestant> {
  const open = await rawClient(engine)

  async function run(address: string, folder: string, names: readonly string[]): Promise<void> {
    const client = await open(address)
    for (const message of messages(names.map((name) => readFileSync(join(folder, name), 'utf8')))) await client.exec(message)
    await client.close()
  }

  async function applied({ address, folder }: Place): Promise<number> {
    const client = await open(address)
    const found = await client.all('SELECT id, applied_at FROM history')
    const names = readdirSync(join(folder, 'up')).toSorted()
    await client.close()
    if (found.length !== names.length) throw new Error(`${found.length} of ${names.length} are applied`)
    return found.length
  }

  return {
    prepare(folder, steps) {
      for (const direction of ['up', 'down'] as const) {
        mkdirSync(join(folder, direction))
        for (const step of steps) writeFileSync(join(folder, direction, `${step.id}_${step.name}.sql`), `${step[direction].join(';\n')};\n`)
      }
    },
    apply: ({ address, folder }) => run(address, join(folder, 'up'), readdirSync(join(folder, 'up')).toSorted()),
    // The others ask a table of theirs what is applied. The floor needs one to ask as well; making it is not measured.
    async settle({ address, folder }) {
      const client = await open(address)
      const values = readdirSync(join(folder, 'up')).map((name) => `('${name}', '2026-01-01T00:00:00.000Z')`)
      await client.exec(`CREATE TABLE history (id VARCHAR(100) PRIMARY KEY, applied_at TEXT); INSERT INTO history VALUES ${values.join()}`)
      await client.close()
    },
    noop: async (place) => void (await applied(place)),
    status: applied,
    down: ({ address, folder }) => run(address, join(folder, 'down'), readdirSync(join(folder, 'down')).toSorted().toReversed()),
  }
}
