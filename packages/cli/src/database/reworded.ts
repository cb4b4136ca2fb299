// Owns: a driver whose refusal to open is told in better words, where somebody has them.
// Must not know: whose words, what is done with the database.

import { type DriverError, isDriverError, type Driver } from '@godwit/core'

/** `better`: undefined where the driver's own words are best. */
export function reworded(driver: Driver, better: (error: DriverError) => DriverError | undefined): Driver {
  return {
    name: driver.name,
    dialect: driver.dialect,
    capabilities: driver.capabilities,
    async open(purpose, signal) {
      try {
        return await driver.open(purpose, signal)
      } catch (error) {
        if (!isDriverError(error)) throw error
        throw better(error) ?? error
      }
    },
    close: async () => driver.close(),
  }
}
