// Owns: `db status`: every migration and where it stands.
// Must not know: how settings are read.

import type { Site } from '../site.ts'
import { assertCurrent, inWords, standingOf } from '../standing.ts'

export async function status(site: Site): Promise<void> {
  await site.assertThere()
  const lines = await site.lines()
  for (const migration of (await standingOf(lines)).migrations) site.say(inWords(migration))
  await assertCurrent(lines)
  site.say('The schema is current.')
}
