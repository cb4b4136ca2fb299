// Owns: which DataSources are taken.

import { isDriverError } from '@godwit/core/driver'
import { expect, test } from 'vitest'
import { typeorm, type DataSource } from '../src/index.ts'

function ofType(type: string): DataSource {
  const refuse = (): never => {
    throw new Error('nothing may be asked of it')
  }
  return { isInitialized: false, options: { type }, driver: {}, initialize: refuse, destroy: refuse, createQueryRunner: refuse }
}

test.each(['better-sqlite3', 'sqljs', 'postgres', 'mysql', 'mariadb'])(
  '%s is taken, and nothing is asked of it before a session is opened',
  (type) => {
    expect(typeorm(ofType(type))).toMatchObject({ name: 'typeorm' })
  },
)

test.each(['cockroachdb', 'aurora-mysql', 'mongodb', 'sqlite', 'toString'])('%s is refused by name, with those that are taken', (type) => {
  let refused: unknown
  try {
    typeorm(ofType(type))
  } catch (error) {
    refused = error
  }
  expect(isDriverError(refused)).toBe(true)
  const { message } = refused as Error
  expect(message).toContain(`'${type}'`)
  expect(message).toContain('better-sqlite3, sqljs, postgres, mysql, mariadb')
  expect(message.includes("with type 'better-sqlite3' the same file can be used")).toBe(type === 'sqlite')
})
