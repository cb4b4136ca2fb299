// Owns: `db init`: the database, its tables, the default user, and the proof that they can be used.
// Must not know: how settings are read.

import type { Problem } from '@godwit/core'
import { describeProblem } from '@godwit/core'
import { handle } from '@godwit/schema-agents'
import { createDatabase, ensureDefaultUserExists, listUsers, verifyReadWrite } from '@godwit/schema-agents/assistants'
import type { Site } from '../site.ts'
import { openServer } from '../database.ts'
import type { Consent, Tables } from '../invocation.ts'
import type { Lined } from '../migrators.ts'
import { EXIT, Refusal } from '../refusal.ts'
import { assertDone } from '../report.ts'

export async function init(site: Site, asked: { readonly tables: Tables; readonly consent: Consent }): Promise<void> {
  const { database, name, say } = site
  if (asked.tables === 'drop') await site.assertMeant(asked.consent, `Drop the tables of ${name} with all their rows?`)
  if ((await site.reached()) === 'missing') await made(site)
  const lines = await site.lines()
  if (asked.tables === 'drop') await dropped(lines, say)
  for (const { line, migrator } of lines) {
    const applied = assertDone(line, await migrator.up())
    say(applied.length === 0 ? `${line}: nothing to do` : `${line}: ${applied.join(', ')} applied`)
  }
  const session = await database.driver.open('write')
  try {
    const on = handle(session)
    if ((await listUsers(on, { page_size: 0 })).total === 0) say(`Default user: ${(await ensureDefaultUserExists(on)).email}`)
    await verifyReadWrite(session)
  } finally {
    await session.close()
  }
  say('✅ Database verification completed!')
  say('✅ Database initialization completed!')
}

async function made({ settings: { place }, say }: Site): Promise<void> {
  if ('file' in place) return
  const driver = openServer(place)
  try {
    const session = await driver.open('write')
    if ((await createDatabase(session, place.address.database)) === 'created')
      say(`Database ${place.address.database} was not there and is made.`)
  } finally {
    await driver.close()
  }
}

/** What would be refused is known before anything goes: of two lines one would be gone. */
async function dropped(lines: readonly Lined[], say: Site['say']): Promise<void> {
  const downwards = lines.toReversed()
  const own = new Set(lines.map(({ line }) => line))
  for (const { line, migrator } of downwards) {
    const planning = await migrator.plan('down', { to: 'nothing' })
    const [problem] = planning.ok ? [] : planning.problems.filter((each) => !(each.code === 'REQUIRED_BY' && own.has(each.otherLine)))
    if (problem !== undefined) throw refused(line, problem)
  }
  for (const { line, migrator } of downwards) {
    const taken = assertDone(line, await migrator.down({ to: 'nothing' }))
    if (taken.length > 0) say(`${line}: ${taken.join(', ')} taken back`)
  }
}

function refused(line: string, problem: Problem): Refusal {
  const { message, remedy } = describeProblem(problem)
  return new Refusal(EXIT.failed, `${line}: ${message} ${remedy} Nothing was changed.`)
}
