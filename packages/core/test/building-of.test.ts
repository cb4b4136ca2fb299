import { expect, test } from 'vitest'
import { postgres } from '../src/driver.ts'
import type { Building } from '../src/model/effect.ts'
import { split } from '../src/pure/lexing/split.ts'
import { buildingOf } from '../src/pure/statement/building-of.ts'

test.each([
  ['REINDEX INDEX CONCURRENTLY i', 'index i anew'],
  ['reindex (verbose, concurrently) index S.i', 'index s.i anew'],
  ['REINDEX VERBOSE TABLE CONCURRENTLY "T"', 'relation T anew'],
  ['REINDEX (CONCURRENTLY true, TABLESPACE fast) TABLE t', 'relation t anew'],
  ['REINDEX TABLE t', undefined],
  ['REINDEX (CONCURRENTLY off) INDEX i', undefined],
  ['REINDEX SCHEMA CONCURRENTLY s', undefined],
  ['REINDEX DATABASE CONCURRENTLY d', undefined],
  ['CREATE INDEX CONCURRENTLY i ON t (a)', undefined],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)', undefined],
  ['CREATE INDEX ON t (a)', undefined],
  ['CREATE UNIQUE INDEX CONCURRENTLY ON ONLY s.t (a)', 'an index on s.t'],
  ['CREATE INDEX concurrently ON t USING gin (a)', 'an index on t'],
])('%s builds %s', (text, built) => {
  const splitting = split(text, postgres.lexis)
  const [statement] = splitting.ok ? splitting.statements : []
  if (statement === undefined) throw new Error(`no statement: ${text}`)
  const building = buildingOf(statement, 'postgres')
  expect(building === undefined ? undefined : written(building)).toBe(built)
})

function written(building: Building): string {
  const { schema, name } = building.change === 'rebuilt' ? building.object : building.on
  const named = schema === undefined ? name : `${schema}.${name}`
  return building.change === 'rebuilt' ? `${building.object.kind} ${named} anew` : `an index on ${named}`
}
