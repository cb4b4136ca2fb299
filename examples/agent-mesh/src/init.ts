// Owns: `mesh init`: seven steps, of which the last two write, after everything was answered and found to work.
// Must not know: the command line, how a database is opened.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ask } from './ask.ts'
import { describe } from './component-file.ts'
import { readEnvFile, setInEnvFile } from './env-file.ts'
import type { Output } from './output.ts'
import { madeEmpty, validated } from './prepare-database.ts'
import { GATEWAY_FILE, ORCHESTRATOR_FILE } from './project.ts'
import { standing } from './standing.ts'
import { ownOrDefault, settle, type Storage } from './storage.ts'

export interface InitOptions {
  readonly gateway: Storage
  readonly orchestrator: Storage
  readonly namespace: string | undefined
  readonly port: string | undefined
}

const GATEWAY_URL = 'WEB_UI_GATEWAY_DATABASE_URL'
const ORCHESTRATOR_URL = 'ORCHESTRATOR_DATABASE_URL'
const PORT = 'WEB_UI_GATEWAY_PORT'
const STEPS = ['Project Folder', 'Namespace', 'Orchestrator', 'WebUI Gateway', 'Database Setup', 'Environment File', 'Configuration Files']

/** No migration is run. A second time, what nobody asks to change stays: keys, agents, databases, comments. */
export async function init(folder: string, options: InitOptions, ask: Ask, output: Output): Promise<void> {
  const titles = STEPS.entries()
  const step = (): void => {
    const [n, title] = titles.next().value ?? [STEPS.length, '']
    output.say(`--- Step ${n + 1} of ${STEPS.length}: ${title} ---`)
  }

  step()
  output.say(folder)
  const env = join(folder, '.env')
  const known = await readEnvFile(env)
  for (const value of Object.values(known)) output.hide(value)
  const gatewayNow = await standing(folder, GATEWAY_FILE, GATEWAY_URL, known, 'sql')
  const orchestratorNow = await standing(folder, ORCHESTRATOR_FILE, ORCHESTRATOR_URL, known, 'memory')

  step()
  const namespace = options.namespace ?? (await ask.text('Namespace of this mesh?', known['NAMESPACE'] ?? 'mesh'))

  step()
  const kept = options.orchestrator.kind === 'unsaid' && (await ask.yes("Keep the orchestrator's sessions in a database?"))
  const wanted: Storage = kept ? { kind: 'sql' } : options.orchestrator

  step()
  const port = options.port ?? (await ask.text('Port of the gateway?', known[PORT] ?? '8000'))

  step()
  await mkdir(join(folder, 'data'), { recursive: true })
  const gateway = settle(await own('gateway', options.gateway, ask), gatewayNow, 'webui_gateway')
  const orchestrator = settle(kept ? await own('orchestrator', wanted, ask) : wanted, orchestratorNow, 'orchestrator')
  const addresses = []
  if (gateway.kind === 'database') addresses.push(await validated(gateway, 'gateway', folder, output))
  if (orchestrator.kind === 'database') addresses.push(await validated(orchestrator, 'orchestrator', folder, output))
  else output.say('The orchestrator keeps its sessions in memory.')

  step()
  await setInEnvFile(env, {
    NAMESPACE: namespace,
    [PORT]: port,
    ...(gateway.kind === 'database' && { [GATEWAY_URL]: gateway.url }),
    ...(orchestrator.kind === 'database' && { [ORCHESTRATOR_URL]: orchestrator.url }),
  })
  output.say(env)

  step()
  for (const address of addresses) await madeEmpty(address)
  const variables = { port: PORT, database_url: gateway.kind === 'database' ? GATEWAY_URL : undefined }
  const forGateway = await describe(folder, GATEWAY_FILE, { kind: 'gateway', name: 'webui_gateway', variables })
  output.say(`${GATEWAY_FILE}: ${forGateway}`)
  const forOrchestrator = await describe(folder, ORCHESTRATOR_FILE, {
    kind: 'orchestrator',
    name: 'orchestrator',
    variables: { database_url: orchestrator.kind === 'database' ? ORCHESTRATOR_URL : undefined },
  })
  output.say(`${ORCHESTRATOR_FILE}: ${forOrchestrator}`)
  output.say('Project initialization complete!')
}

/** What a flag says is not asked. */
async function own(component: 'gateway' | 'orchestrator', storage: Storage, ask: Ask): Promise<Storage> {
  if (storage.kind === 'own' || storage.kind === 'memory') return storage
  if (!(await ask.yes(`Use your own database for the ${component}?`))) return storage
  return ownOrDefault(await ask.text('Database URL? ("sqlite" or nothing: the default file)', ''))
}
