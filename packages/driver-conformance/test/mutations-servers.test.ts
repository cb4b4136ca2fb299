import { expect, test } from 'vitest'
import { describeOn } from '@godwit/servers/vitest'
import { factsOf } from '../src/bench.ts'
import { exercise } from '../src/exercise.ts'
import { standing } from '../src/standing.ts'
import type { Fresh } from '../src/subject.ts'
import { serverBugs } from './broken/all.ts'
import { named } from './broken/named.ts'
import { KINDS, SOUND, type Server } from './broken/servers/bug.ts'
import { freshOn } from './server/laws-on.ts'

for (const on of ['postgres', 'mysql'] as const satisfies readonly Server[]) {
  describeOn(KINDS[on], (server) => {
    for (const { bug, make, place, caughtBy, says, patience = 60_000 } of serverBugs.filter((one) => one.on.includes(on))) {
      for (const name of caughtBy) {
        test(`a driver is caught that ${bug}, by: ${name}`, async () => {
          const law = named(name)
          const sound = SOUND[on]
          const open = async (): Promise<Fresh> => ({
            ...(await freshOn(server, (url) => make(sound(url), url, sound))),
            ...(place === undefined ? {} : { place }),
          })
          const fresh = await open()
          const driver = fresh.connect()
          expect(standing(law, factsOf(driver, fresh)).kind, 'the law and this driver').toBe('applies')
          await driver.close()
          await fresh.dispose()
          await expect(exercise({ ...law, patience }, open)).rejects.toThrow(says)
        })
      }
    }
  })
}
