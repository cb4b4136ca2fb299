// Owns: which texts are moments, and which moment each is.
// Must not know: engines.

import { describe, expect, test, vi } from 'vitest'
import { isoMoment } from '../src/sql/iso-moment.ts'

describe.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('in a process of the time zone %s', (zone) => {
  test.each([
    ['2026-11-20T09:37:14.123Z', '2026-11-20T09:37:14.123Z'],
    ['2026-11-20T09:37:14.123987Z', '2026-11-20T09:37:14.123Z'],
    ['2026-11-20T09:37:14.5', '2026-11-20T09:37:14.500Z'],
    ['2026-11-20 09:37:14', '2026-11-20T09:37:14.000Z'],
    ['2026-11-20T09:37', '2026-11-20T09:37:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T09:37:14+0530', '2026-11-20T04:07:14.000Z'],
    ['2026-11-20 09:37:14.123456-05', '2026-11-20T14:37:14.123Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (given, moment) => {
    vi.stubEnv('TZ', zone)
    expect(isoMoment(given)).toBe(moment)
    vi.unstubAllEnvs()
  })
})

test.each([
  '',
  '0',
  '1',
  '2026',
  'tomorrow',
  '20 Nov 2026',
  '2026-02-30',
  '2026-13-01',
  '2026-11-20T25:00:00Z',
  '0000-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00+01:00',
  '+010000-01-01T00:00:00.000Z',
  '-000001-01-01T00:00:00.000Z',
])('%j is none', (given) => {
  expect(isoMoment(given)).toBeNull()
})

test('a Date that every engine has is its moment, and another none', () => {
  expect(isoMoment(new Date(-1))).toBe('1969-12-31T23:59:59.999Z')
  for (const none of [Number.NaN, 8.64e15, -8.64e15]) expect(isoMoment(new Date(none))).toBeNull()
})
