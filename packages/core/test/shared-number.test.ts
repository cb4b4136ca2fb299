import { expect, test } from 'vitest'
import { sharedNumbers } from '../src/pure/line/shared-number.ts'

test('ids with one number in different writing share it', () => {
  expect(sharedNumbers(['0001_a', '0007_b', '7_c', 'V7__d', '0008_e'])).toEqual([{ number: '0007', ids: ['0007_b', '7_c', 'V7__d'] }])
  expect(sharedNumbers(['V1.2__a', 'V1_02__b', 'V1__c'])).toEqual([{ number: 'V1.2', ids: ['V1.2__a', 'V1_02__b'] }])
})

test('dates that begin alike do not', () => {
  expect(sharedNumbers(['2026-01-01-093000_a', '2026-01-02-093000_b', '20260101T0800_c', '20260101T0930_d', 'seed', 'more'])).toEqual([])
})
