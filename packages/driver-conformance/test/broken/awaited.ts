// Owns: drivers on which a statement that a function forgot goes unnoticed, or leaves something.
// Must not know: how they are found out.

import { reference } from '../reference/driver.ts'
import { alter, byHand } from './alter.ts'
import type { Bug } from './bug.ts'

const FORGOTTEN =
  "a function that does not wait for a statement fails with the statement's own words, also where that broke what came behind it, and is rolled back"

export const awaited: readonly Bug[] = [
  {
    bug: 'tells an error of a transaction with its next statement',
    make: (path) =>
      alter(reference(path), {
        begin: async (session, foreignKeys) => {
          const transaction = await session.begin(foreignKeys)
          let late: unknown
          return {
            ...transaction,
            run: async (text, params) => {
              if (late !== undefined) throw late
              return transaction.run(text, params).catch((error: unknown) => {
                late = error
                return { rows: [], affected: 0 }
              })
            },
          }
        },
      }),
    caughtBy: [FORGOTTEN],
    says: /did not wait for 'INSERT INTO nowhere \(id\) VALUES \(1\)'\. Is an await missing\? .*\n\nhas not: .*which failed: no such table/,
  },
  {
    bug: 'commits on rollback',
    make: (path) => alter(reference(path), { rollback: (transaction) => transaction.commit() }),
    caughtBy: [FORGOTTEN],
    says: /committed, its receipt too.*has not: It was rolled back/s,
  },
  {
    bug: 'goes on by itself where a mistake has ended the transaction',
    make: (path) =>
      alter(reference(path), {
        begin: async (session) => {
          const transaction = await byHand(session, 'BEGIN IMMEDIATE')
          return {
            commit: transaction.commit,
            run: (text, params) =>
              transaction.run(text, params).catch(async (error: unknown) => {
                await transaction.rollback()
                throw error
              }),
            rollback: () => transaction.rollback().catch(() => {}),
          }
        },
      }),
    caughtBy: [FORGOTTEN],
    says: /the first statement/,
  },
]
