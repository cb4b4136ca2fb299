// Owns: where the files of a project are.
// Must not know: what is in them.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentName } from './agent-name.ts'

export const CONFIGS = 'configs'
export const GATEWAY_FILE = `${CONFIGS}/gateways/webui.yaml`
export const ORCHESTRATOR_FILE = `${CONFIGS}/agents/main_orchestrator.yaml`

export function agentFile({ snake }: AgentName): string {
  return `${CONFIGS}/agents/${snake}_agent.yaml`
}

/** The nearest folder with `configs`, from `folder` upwards: relative databases count from there. */
export function findProject(folder: string): string | undefined {
  if (existsSync(join(folder, CONFIGS))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : findProject(parent)
}
