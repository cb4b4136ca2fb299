// Owns: `mesh add agent`: one more agent, or a change to one that is there.
// Must not know: the command line, how a database is opened.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readAgentName, variableOf } from './agent-name.ts'
import type { Ask } from './ask.ts'
import { describe } from './component-file.ts'
import { findEnvFile, readEnvFile, setInEnvFile } from './env-file.ts'
import type { Output } from './output.ts'
import { madeEmpty, validated } from './prepare-database.ts'
import { agentFile } from './project.ts'
import { EXIT, Refusal } from './refusal.ts'
import { standing } from './standing.ts'
import { ownOrDefault, settle, type Storage } from './storage.ts'

/** No migration is run. A second time changes what is said, in the same line and the same file. */
export async function addAgent(folder: string, given: string, storage: Storage, ask: Ask, output: Output): Promise<void> {
  const name = readAgentName(given)
  const file = agentFile(name)
  const variable = variableOf(name)
  const env = findEnvFile(folder) ?? join(folder, '.env')
  const known = await readEnvFile(env)
  for (const value of Object.values(known)) output.hide(value)
  const now = await standing(folder, file, variable, known, 'memory')
  if (now.name !== undefined && now.name !== name.given) {
    throw taken(
      `The agent ${JSON.stringify(now.name)} has ${file} and ${variable} already, and ${JSON.stringify(given)} would have the same.`,
    )
  }
  if (now.name === undefined && known[variable] !== undefined) {
    throw taken(`${env} has ${variable} already, and there is no ${file}: it is somebody else's.`)
  }

  const settled = settle(await chosen(storage, ask), now, name.snake)
  if (settled.kind === 'database') {
    await mkdir(join(folder, 'data'), { recursive: true })
    const address = await validated(settled, 'agent', folder, output)
    await setInEnvFile(env, { [variable]: settled.url })
    await madeEmpty(address)
  } else output.say('The agent keeps its sessions in memory.')
  const variables = { database_url: settled.kind === 'database' ? variable : undefined }
  await describe(folder, file, { kind: 'agent', name: name.given, variables })
  output.say(`Agent configuration created: ${file}`)
}

/** What a flag says is not asked. */
async function chosen(storage: Storage, ask: Ask): Promise<Storage> {
  if (storage.kind === 'own' || storage.kind === 'memory') return storage
  if (storage.kind === 'unsaid' && !(await ask.yes("Keep the agent's sessions in a database?"))) return storage
  if (!(await ask.yes('Use your own database for the agent?'))) return { kind: 'sql' }
  return ownOrDefault(await ask.text('Database URL? ("sqlite" or nothing: the default file)', ''))
}

function taken(why: string): Refusal {
  return new Refusal(EXIT.usage, `${why} Nothing was written; choose another name.`)
}
