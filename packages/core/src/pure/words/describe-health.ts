// Owns: what a service answers when it is asked for its health.
// Must not know: HTTP, frameworks.

import type { MigrationStatus } from '../../model/report.ts'
import type { SchemaHealth } from '../../model/schema-health.ts'

/** A value that can be sent as it is. */
export interface HealthAnswer {
  /** Whether the service can do its work on this schema: `current` and `ahead` are fit. */
  readonly fit: boolean
  readonly schema: SchemaHealth['state']
  /** Those that are the reason, as `line id: state`; of one that is half way, which way. */
  readonly migrations: readonly string[]
}

/**
 * `health` for a health check. A replica of the old code stays fit while newer code has applied more: otherwise a deployment
 * would end the replicas that it has not replaced yet. The words of an error are left out, because whoever can reach a
 * health check reads its answer; take them from `health.error` for the log.
 */
export function describeHealth(health: SchemaHealth): HealthAnswer {
  const { state } = health
  switch (state) {
    case 'current':
      return { fit: true, schema: state, migrations: [] }
    case 'ahead':
      return { fit: true, schema: state, migrations: health.migrations.map(inWords) }
    case 'behind':
    case 'changed':
      return { fit: false, schema: state, migrations: health.migrations.map(inWords) }
    case 'unreadable':
      return { fit: false, schema: state, migrations: [] }
    default:
      return state satisfies never
  }
}

function inWords({ line, id, state, halfWay }: MigrationStatus): string {
  return `${line} ${id}: ${state}${halfWay === undefined ? '' : `, half way ${halfWay.direction}`}`
}
