// Owns: what a component is: its kind, its name, and the line that its database has.
// Must not know: files, where its database is.

import type { Line } from '@godwit/core'
import { agentState, gateway } from '@godwit/schema-agents'

export const KINDS = ['gateway', 'orchestrator', 'agent'] as const

export type Kind = (typeof KINDS)[number]

export interface Component {
  readonly kind: Kind
  readonly name: string
  /** The file that describes it, as it is shown. */
  readonly file: string
  /** Undefined: it keeps its sessions in memory. */
  readonly databaseUrl: string | undefined
  /** Of a gateway; 0: any free one. */
  readonly port: number
}

/** The migrations come with the package: a project has none of its own. */
export function lineOf(kind: Kind): Line {
  switch (kind) {
    case 'gateway':
      return gateway
    case 'orchestrator':
    case 'agent':
      return agentState
    default:
      return kind satisfies never
  }
}

/** As a message names it. */
export function called({ kind, name, file }: Component): string {
  return `${kind} ${name} (${file})`
}
