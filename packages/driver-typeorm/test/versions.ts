// Owns: the versions of TypeORM that everything here is tested with.
// Must not know: what is tested.

import { DataSource as DataSource1 } from 'typeorm'
import { DataSource as DataSource03 } from 'typeorm-0.3'
import type { DataSource } from '../src/index.ts'

export interface Version {
  readonly version: string
  readonly dataSource: (options: Record<string, unknown>) => DataSource
}

export const VERSIONS: readonly Version[] = [
  { version: '1', dataSource: (options) => new DataSource1(options as never) },
  { version: '0.3', dataSource: (options) => new DataSource03(options as never) },
]
