// Owns: the smallest sound session on a server: one connection, one statement for each message.
// Must not know: which client, which engine.

import { DriverError, isDriverError, type Block, type Capabilities, type Dialect, type Outcome, type Session } from '@godwit/core/driver'
import { but } from '../broken/but.ts'
import type { Line } from './line.ts'

export function sessionOn(line: Line, dialect: Dialect, { batch }: Pick<Capabilities, 'batch'>): Session {
  let roundTrips = 0
  let state: 'open' | 'closed' = 'open'
  let open: object | undefined
  const refuse = (reason: 'connection' | 'unknown', message: string): never => {
    throw new DriverError({ reason, message, outcome: 'not-applied' })
  }

  const send = async (text: string, params?: Parameters<Line['send']>[1]): Promise<Outcome> => {
    if (state === 'closed') refuse('connection', 'the session is closed')
    try {
      return await line.send(text, params)
    } catch (error) {
      throw line.refused(error)
    } finally {
      roundTrips++
    }
  }
  const quietly = (text: string): Promise<unknown> => send(text).catch(() => {})

  const statement = async (text: string, block: number, index: number): Promise<void> => {
    try {
      await send(text)
    } catch (error) {
      throw isDriverError(error) ? but(error, { at: { block, statement: index } }) : error
    }
  }
  const runBlock = async ({ statements }: Block, block: number): Promise<void> => {
    try {
      if (batch === 'atomic') await statement('BEGIN', block, 0)
      for (const [index, text] of statements.entries()) await statement(text, block, index)
      if (batch === 'atomic') await statement('COMMIT', block, statements.length)
    } catch (error) {
      // Where nothing is open this does nothing.
      await quietly('ROLLBACK')
      throw error
    }
  }

  return {
    dialect,
    id: line.id,
    get roundTrips() {
      return roundTrips
    },
    run: (text, params) => send(text, params),
    begin: async () => {
      if (open !== undefined) refuse('unknown', 'a transaction is open')
      const mine = {}
      open = mine
      const alive = (): void => void (open === mine || refuse('unknown', 'the transaction has ended'))
      let failed: 'nothing' | 'a statement' = 'nothing'
      try {
        await send('BEGIN')
      } catch (error) {
        open = undefined
        throw error
      }
      return {
        run: async (text, params) => {
          alive()
          try {
            return await send(text, params)
          } catch (error) {
            failed = 'a statement'
            throw error
          }
        },
        commit: async () => {
          alive()
          open = undefined
          // PostgreSQL undoes such a transaction and calls its commit a success.
          if (failed === 'a statement' && dialect.family === 'postgres') {
            await send('ROLLBACK')
            refuse('unknown', 'a statement of the transaction had failed; it was rolled back')
          }
          await send('COMMIT')
        },
        rollback: async () => {
          if (open !== mine) return
          open = undefined
          await send('ROLLBACK')
        },
      }
    },
    batch: async (blocks, finished) => {
      for (const [index, block] of blocks.entries()) {
        await runBlock(block, index)
        if (finished?.(index) === 'stop') return
      }
    },
    close: async () => {
      state = 'closed'
      open = undefined
      await line.end()
    },
  }
}
