// Owns: that every name of every line fits into every engine under the longest prefix that is allowed.
// Must not know: what the names are of.

import { expect, test } from 'vitest'
import * as lines from '../src/index.ts'

const PREFIX = 'p'.repeat(23)
/** Of PostgreSQL; MySQL has one more. */
const LONGEST_NAME = 63

const { vectorsIndexedLine, ...others } = lines
const made = [
  vectorsIndexedLine({ prefix: PREFIX, dimensions: 3 }),
  ...Object.entries(others).flatMap(([name, line]) => (name.endsWith('Line') && typeof line === 'function' ? [lineOf(line)] : [])),
]

test.each(made)('$name: no name is cut off on PostgreSQL, nor refused on MySQL', ({ migrations }) => {
  const named = JSON.stringify(migrations).match(new RegExp(`${PREFIX}\\w+`, 'g')) ?? []
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((name) => name.length > LONGEST_NAME)).toEqual([])
})

function lineOf(line: unknown): ReturnType<typeof vectorsIndexedLine> {
  return (line as (names: lines.Names) => ReturnType<typeof vectorsIndexedLine>)({ prefix: PREFIX })
}
