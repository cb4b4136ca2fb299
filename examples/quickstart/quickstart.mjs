// Owns: what `npm run quickstart` shows: two lines go up, down and up again on one real libSQL file.
// Must not know: more of Godwit than its packages export. Anything unexpected ends the program with a failure.

import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { describeProblem, Migrator } from '@godwit/core'
import { readDirectory } from '@godwit/core/directory'
import { libsql } from '@godwit/driver-libsql'
import { AgentQueries, agents, SessionQueries } from '@godwit/schema-agents'
import { createClient } from '@libsql/client'

const file = process.argv[2] ?? join(import.meta.dirname, 'quickstart.db')
for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(file + suffix, { force: true })

const client = createClient({ url: pathToFileURL(file).href })
const driver = libsql(client)

// A line that a library ships, and the application's own line: SQL files that refer to the library's tables.
const shipped = new Migrator(driver, agents)
const own = new Migrator(driver, { line: 'app', requires: ['agents>=002'] })
own.addSources(await readDirectory(join(import.meta.dirname, 'migrations'), { dialect: driver.dialect }))

/** @param {string} text */
const say = (text) => console.log(text)

/** @param {string} text */
const title = (text) => say(`\n${text}`)

/**
 * Prints what a run did, and refuses anything but `ids` in that order.
 * @param {import('@godwit/core').Report} report
 * @param {readonly string[]} ids
 */
function show(report, ids) {
  if (report.outcome === 'failed') throw report.error
  if (report.outcome === 'blocked') throw new Error(report.problems.map((problem) => describeProblem(problem).message).join('\n'))
  const steps = report.outcome === 'up-to-date' ? [] : report.steps
  for (const { direction, line, id, description, transaction, duration } of steps) {
    say(
      `  ${direction.padEnd(4)}  ${line.padEnd(6)}  ${id.padEnd(4)}  ${description.padEnd(48)}  ${transaction}, ${duration.toFixed(1)} ms`,
    )
  }
  if (steps.length === 0) say(`  nothing to do; ${report.roundTrips} round trip${report.roundTrips === 1 ? '' : 's'} to know`)
  assert.deepEqual(
    steps.map(({ id }) => id),
    ids,
  )
}

/** Everything in the file but the bookkeeping. */
async function schema() {
  const { rows } = await client.execute(
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'migrations%' AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
  )
  return rows.map(({ type, name, sql }) => ({ type, name, sql }))
}

/** Prints which tables there are, and refuses others than `names`. @param {readonly string[]} names */
async function tables(names) {
  const found = (await schema()).filter(({ type }) => type === 'table').map(({ name }) => name)
  say(`  tables: ${found.join(', ') || 'none'}`)
  assert.deepEqual(found, names)
}

/** @param {string} sql */
async function count(sql) {
  const { rows } = await client.execute(sql)
  return rows[0]?.['total']
}

say(`A new libSQL file: ${relative(process.cwd(), file)}`)
say('Two lines: "agents", shipped by @godwit/schema-agents, and "app", the SQL files in migrations/.')

title('Up')
show(await shipped.up(), ['001', '002'])
show(await own.up(), ['0001', '0002'])
await tables(['agents', 'bookmarks', 'session_logs', 'sessions'])
const before = await schema()

title('Up again')
show(await shipped.up(), [])
show(await own.up(), [])

title('In use')
const now = new Date().toISOString()
const agent = [
  'agent-1',
  'custom',
  'Reviewer',
  null,
  null,
  null,
  'any-model',
  null,
  null,
  null,
  null,
  null,
  null,
  null,
  'acceptEdits',
  50,
  now,
  now,
]
await client.execute({ sql: AgentQueries.insert, args: agent })
const session = [
  'session-1',
  'First session',
  'agent-1',
  null,
  'Review',
  'running',
  null,
  ...Array.from({ length: 10 }, () => null),
  now,
  now,
]
await client.execute({ sql: SessionQueries.insert, args: session })
await client.execute("INSERT INTO bookmarks (session_id, note) VALUES ('session-1', 'here')")
const [joined] = (await client.execute({ sql: SessionQueries.getSessionWithAgent, args: ['session-1'] })).rows
say(
  `  session "${String(joined?.['name'])}" runs with its agent's settings: ${String(joined?.['effective_permission_mode'])}, ${String(joined?.['effective_max_steps'])} steps`,
)
assert.equal(joined?.['effective_permission_mode'], 'acceptEdits')
assert.equal(joined?.['effective_max_steps'], 50)

title('A migration that fails')
const broken = new Migrator(driver, {
  name: 'broken',
  migrations: [
    { id: '1', description: 'Second statement is wrong', up: ['CREATE TABLE half (id INTEGER)', 'INSERT INTO half (nowhere) VALUES (1)'] },
  ],
})
const failure = await broken.up()
assert.equal(failure.outcome, 'failed')
say(`  ${failure.error.message}`)
await tables(['agents', 'bookmarks', 'session_logs', 'sessions'])

title('Down, the application first')
show(await own.down({ to: 'nothing' }), ['0002', '0001'])
say(`  rows of the other line stay: ${String(await count(AgentQueries.count))} agent, ${String(await count(SessionQueries.count))} session`)
assert.equal(await count(SessionQueries.count), 1)
show(await shipped.down({ to: 'nothing' }), ['002', '001'])
await tables([])

title('Up once more')
show(await shipped.up(), ['001', '002'])
show(await own.up(), ['0001', '0002'])
assert.deepEqual(await schema(), before)
say('  the same schema as the first time, to the letter')

title('What the file remembers')
const { rows: history } = await client.execute(
  "SELECT line, id, group_concat(direction, ', ') AS runs FROM (SELECT * FROM migrations ORDER BY line, id, seq) GROUP BY line, id",
)
for (const { line, id, runs } of history) say(`  ${String(line).padEnd(6)}  ${String(id).padEnd(4)}  ${String(runs)}`)
assert.deepEqual(
  history.map(({ runs }) => runs),
  Array.from({ length: 4 }, () => 'up, down, up'),
)
const { rows: integrity } = await client.execute('PRAGMA integrity_check')
assert.equal(integrity[0]?.['integrity_check'], 'ok')
say('\nEverything as expected.')
client.close()
