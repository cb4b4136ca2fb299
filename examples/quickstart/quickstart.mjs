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
      `  ${direction.padEnd(4)}  ${line.padEnd(6)}  ${id.padEnd(21)}  ${description.padEnd(52)}  ${transaction}, ${duration.toFixed(1)} ms`,
    )
  }
  if (steps.length === 0) say(`  nothing to do; ${report.roundTrips} round trip${report.roundTrips === 1 ? '' : 's'} to know`)
  assert.deepEqual(
    steps.map(({ id }) => id),
    ids,
  )
}

/**
 * Rows with every value as text.
 * @param {string} sql
 * @param {(string | number | null)[]} args
 */
async function read(sql, args = []) {
  const { rows } = await client.execute({ sql, args })
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : JSON.stringify(value))
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])))
}

/** Everything in the file but the bookkeeping. */
async function schema() {
  return read(
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'migrations%' AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
  )
}

/** Prints which tables there are, and refuses others than `names`. @param {readonly string[]} names */
async function tables(names) {
  const found = (await schema()).filter(({ type }) => type === 'table').map(({ name }) => name)
  say(`  tables: ${found.join(', ') || 'none'}`)
  assert.deepEqual(found, names)
}

say(`A new libSQL file: ${relative(process.cwd(), file)}`)
say('Two lines: "agents", shipped by @godwit/schema-agents, and "app", the SQL files in migrations/.')

title('Up')
show(await shipped.up(), ['001', '002', '002_keyset_index'])
show(await own.up(), ['0001_create_bookmarks', '0002_touch_session'])
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
const [joined] = await read(SessionQueries.getSessionWithAgent, ['session-1'])
say(
  `  session "${joined?.name}" runs with its agent's settings: ${joined?.effective_permission_mode}, ${joined?.effective_max_steps} steps`,
)
assert.deepEqual([joined?.effective_permission_mode, joined?.effective_max_steps], ['acceptEdits', '50'])

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
say(`  its transaction: ${failure.failed?.transaction ?? 'none'}; the table of its first statement is not there`)
assert.equal(failure.failed?.transaction, 'rolled back')
await tables(['agents', 'bookmarks', 'session_logs', 'sessions'])

title('Down, the application first')
show(await own.down({ to: 'nothing' }), ['0002_touch_session', '0001_create_bookmarks'])
const counts = [...(await read(AgentQueries.count)), ...(await read(SessionQueries.count))].map(({ total }) => total)
say(`  rows of the other line stay: ${counts[0]} agent, ${counts[1]} session`)
assert.deepEqual(counts, ['1', '1'])
show(await shipped.down({ to: 'nothing' }), ['002_keyset_index', '002', '001'])
await tables([])

title('Up once more')
show(await shipped.up(), ['001', '002', '002_keyset_index'])
show(await own.up(), ['0001_create_bookmarks', '0002_touch_session'])
assert.deepEqual(await schema(), before)
say('  the same schema as the first time, to the letter')

title('What the file remembers')
const history = await read(
  "SELECT line, id, group_concat(direction, ', ') AS runs FROM (SELECT * FROM migrations ORDER BY line, id, seq) GROUP BY line, id",
)
for (const { line, id, runs } of history) say(`  ${line?.padEnd(6)}  ${id?.padEnd(21)}  ${runs}`)
assert.deepEqual(
  history.map(({ runs }) => runs),
  Array.from({ length: 5 }, () => 'up, down, up'),
)
assert.deepEqual(await read('PRAGMA integrity_check'), [{ integrity_check: 'ok' }])
say('\nEverything as expected.')
client.close()
