// Owns: putting the laws before vitest. The only file that imports it.
// Must not know: any single law.

import { describe, test } from 'vitest'
import { factsOf } from './bench.ts'
import { exercise, limitOf } from './exercise.ts'
import type { Concept, Facts, Law } from './law.ts'
import { laws } from './laws/index.ts'
import { standing } from './standing.ts'
import type { Fresh, Subject } from './subject.ts'

/**
 * Registers every law that applies to a driver, by the capabilities it declares. Which of them it declares is itself
 * under law: each claim is tried. A law that does not apply is not registered; one that would apply, and cannot be heard on
 * this subject, is registered as skipped and says why in its name.
 */
export function describeDriver({ name, open }: Subject): void {
  describe(name, async () => {
    const facts = await survey(open)
    for (const [concept, applicable] of grouped(laws.filter((law) => standing(law, facts).kind !== 'silent'))) {
      describe(concept, () => {
        for (const law of applicable) {
          const found = standing(law, facts)
          const skipped = found.kind === 'unheard' ? ` (skipped: ${found.because})` : ''
          test.skipIf(skipped !== '')(`${law.name}${skipped}`, { timeout: limitOf(law) }, () => exercise(law, open))
        }
      })
    }
  })
}

async function survey(open: Subject['open']): Promise<Facts> {
  const fresh: Fresh = await open()
  const driver = fresh.connect()
  const facts = factsOf(driver, fresh)
  await driver.close()
  await fresh.dispose()
  return facts
}

function grouped(list: readonly Law[]): ReadonlyMap<Concept, readonly Law[]> {
  const groups = new Map<Concept, Law[]>()
  for (const law of list) {
    const group = groups.get(law.concept)
    if (group === undefined) groups.set(law.concept, [law])
    else group.push(law)
  }
  return groups
}
