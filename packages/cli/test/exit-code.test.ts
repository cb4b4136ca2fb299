// Owns: the table of exit codes, whole.
// Must not know: commands.

import { DriverError, type DriverReason } from '@godwit/core/driver'
import { MigrateError, type Problem } from '@godwit/core'
import { describe, expect, it } from 'vitest'
import { CommandError } from '../src/process/command-error.ts'
import { exitOfError, exitOfProblems, exitOfReport } from '../src/process/exit-code.ts'

const unknown: Problem = { code: 'TARGET_UNKNOWN', target: 'x', nearest: undefined }
const final: Problem = { code: 'IRREVERSIBLE', id: '0001' }

describe('an exit code', () => {
  it.each([
    [new MigrateError('INVALID', '', { subject: 'id', id: undefined }), 5],
    [new MigrateError('BLOCKED', '', { problems: [final] }), 2],
    [new MigrateError('BLOCKED', '', { problems: [unknown] }), 5],
    [new MigrateError('JOURNAL_FOREIGN', '', { table: 't', columns: [], tool: undefined, lacks: [] }), 2],
    [new MigrateError('JOURNAL_TOO_NEW', '', { found: 9, supported: 1 }), 2],
    [
      new MigrateError('MIGRATION_FAILED', '', {
        id: '1',
        direction: 'up',
        reason: 'syntax',
        statement: undefined,
        place: undefined,
        transaction: 'rolled back',
      }),
      1,
    ],
    [new MigrateError('FOREIGN_KEYS_BROKEN', '', { id: '1' }), 1],
    [new MigrateError('COMMIT_UNKNOWN', '', { id: '1' }), 1],
    [new MigrateError('LEASE_LOST', '', { line: 'app' }), 1],
    [new MigrateError('TURN_TIMEOUT', '', { waitedMs: 1 }), 3],
    [new MigrateError('ABORTED', '', { during: undefined }), 130],
    [new CommandError({ exitCode: 2, code: 'CONFIRMATION_NEEDED', message: '', remedy: '' }), 2],
    [new Error('a bug'), 1],
    ['not even an error', 1],
  ])('%#: of an error (E-X13)', (error, code) => {
    expect(exitOfError(error)).toBe(code)
  })

  it.each<[DriverReason, number]>([
    ['authentication', 4],
    ['client', 5],
    ['connection', 4],
    ['corrupt', 4],
    ['permission', 4],
    ['deadlock', 3],
    ['lock-timeout', 3],
    ['serialization', 3],
    ['constraint', 1],
    ['missing-object', 1],
    ['statement-timeout', 1],
    ['storage', 1],
    ['syntax', 1],
    ['unknown', 1],
  ])('of a database that says %s is %i', (reason, code) => {
    expect(exitOfError(new MigrateError('DATABASE', '', { reason, during: '' }))).toBe(code)
    expect(exitOfError(new DriverError({ reason, message: '', outcome: 'not-applied' }))).toBe(code)
  })

  it('of a report is that of its outcome', () => {
    expect(exitOfReport({ outcome: 'up-to-date', roundTrips: 1, warnings: [] })).toBe(0)
    expect(exitOfReport({ outcome: 'blocked', problems: [final, unknown], done: [], roundTrips: 1 })).toBe(2)
    expect(exitOfProblems([unknown])).toBe(5)
  })
})
