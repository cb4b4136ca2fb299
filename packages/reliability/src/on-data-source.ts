// Owns: how a runner makes a driver over TypeORM, which takes a DataSource where the others take a URL.
// Must not know: engines, faults.

import type { Driver } from '@godwit/core'
import { typeorm } from '@godwit/driver-typeorm'
import { DataSource, type DataSourceOptions } from 'typeorm'

/** Not initialised, so that the driver opens and ends it. */
export function onDataSource(options: DataSourceOptions): Driver {
  return typeorm(new DataSource(options))
}
