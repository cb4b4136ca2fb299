// Owns: in which order test files begin: what takes minutes first, or one worker waits for it at the end while the other has nothing to do.
// Must not know: what is in them.

import { BaseSequencer } from 'vitest/node'

/** In the order in which they begin; a file is the first of these that its path holds. */
const LONG = [
  'conformance-http',
  'conformance-one-by-one',
  'driver-mysql/test/galera',
  'mariadb.conformance',
  'postgres.conformance',
  'kill.test',
  'conformance',
  'plans.test',
]

export class LongFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

/** @param {import('vitest/node').TestSpecification} file */
function rank({ moduleId }) {
  const found = LONG.findIndex((part) => moduleId.includes(part))
  return found === -1 ? LONG.length : found
}
