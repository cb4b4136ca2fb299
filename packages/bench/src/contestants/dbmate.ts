// Owns: dbmate, a program of its own: its process is started inside the span that is measured, as there is no other way to it.
// Must not know: clocks.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

import { type Contestant, type Engine, FAMILY, type Place } from '../contestant.ts'
import { exitCode } from '../exit-code.ts'

export function dbmate(engine: Engine): Promise<Contestant> {
  const wrapper = createRequire(import.meta.url).resolve('dbmate/package.json')
  const program = join(dirname(createRequire(wrapper).resolve(`@dbmate/${process.platform}-${process.arch}/package.json`)), 'bin/dbmate')

  async function call({ address, folder }: Place, ...words: readonly string[]): Promise<string> {
    const url = engine === 'sqlite' ? `sqlite:${address}` : FAMILY[engine] === 'postgres' ? `${address}?sslmode=disable` : address
    const child = spawn(program, ['--url', url, '--migrations-dir', folder, '--no-dump-schema', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCode(child)])
    if (code !== 0) throw new Error(`dbmate ${words.join(' ')}: ${complaint}`)
    return output
  }

  return Promise.resolve({
    prepare(folder, steps) {
      for (const step of steps) {
        const text = `-- migrate:up\n${step.up.join(';\n')};\n\n-- migrate:down\n${step.down.join(';\n')};\n`
        writeFileSync(join(folder, `${step.id}_${step.name}.sql`), text)
      }
    },
    apply: async (place) => void (await call(place, 'migrate')),
    noop: async (place) => void (await call(place, 'migrate')),
    status: async (place) => Number(/Applied: (\d+)/.exec(await call(place, 'status'))?.[1]),
  } satisfies Contestant)
}
