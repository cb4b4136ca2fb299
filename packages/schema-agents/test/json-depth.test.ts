// Owns: how deep JSON may be: the same answer on every engine.
// Must not know: what it is for.

import { expect, test } from 'vitest'
import { assistants, type Json } from '../src/index.ts'
import { createSession, getSession } from '../src/lines/assistants/index.ts'
import { DEEPEST, isTooDeep } from '../src/sql/json-depth.ts'
import { onEveryEngine } from './on-every-engine.ts'

/** So many levels, arrays and objects in turn, a text with brackets in it innermost. */
function nested(levels: number): Json {
  let value: Json = `}]"\\`.repeat(40)
  for (let level = levels; level > 0; level--) value = level % 2 === 0 ? [value, '['] : { '{"': 'x', a: value }
  return value
}

test.each([
  ['as deep as may be', JSON.stringify(nested(DEEPEST)), false],
  ['one level more', JSON.stringify(nested(DEEPEST + 1)), true],
  ['brackets in a text', JSON.stringify('['.repeat(99)), false],
  ['many beside each other', JSON.stringify(Array.from({ length: 99 }, () => [{}])), false],
  ['a text that ends in a backslash', JSON.stringify(['\\', '['.repeat(40)]), false],
  ['empty ones, one in the other', '['.repeat(DEEPEST + 1) + ']'.repeat(DEEPEST + 1), true],
])('%s', (_, written, deep) => {
  expect(isTooDeep(written)).toBe(deep)
})

onEveryEngine(assistants, (database) => {
  test('31 levels are kept as they are, and 32 refused in our own words, before anything is sent', async () => {
    const on = database.handle()
    const { id } = await createSession(on, { metadata: nested(DEEPEST) })
    expect(await getSession(on, id)).toMatchObject({ metadata: nested(DEEPEST) })
    await expect(createSession(on, { metadata: nested(DEEPEST + 1) })).rejects.toThrow('metadata takes JSON of at most 31 levels')
  })

  test('what every engine’s own check of JSON takes is at least that deep', async () => {
    const written = JSON.stringify(nested(DEEPEST))
    const { place, run } = database.handle()
    const check = place.dialect === 'postgres' ? `($1::text)::json IS NOT NULL` : 'json_valid(?)'
    const { rows } = await run(`SELECT CASE WHEN ${check} THEN 1 ELSE 0 END AS valid`, [written])
    expect(Number(rows[0]?.['valid'])).toBe(1)
  })
})
