// Owns: this service's program as a process.
// Must not know: databases, what is expected of it.

import { join } from 'node:path'
import { replicasOf } from '@godwit/example-replicas'

export const startReplica = replicasOf(join(import.meta.dirname, '../dist/main.js'))
