// Owns: whether the DataSource is up, and who brought it up: what we opened we close, and nothing else.
// Must not know: query runners, sessions.

import { optionsOf, type DataSource } from './data-source.ts'
import { refusal } from './errors.ts'

export interface Initialised {
  /** Rejects with `DriverError` for what must not be, and with what TypeORM throws for what cannot be. */
  ensure(): Promise<void>
  /** Destroys the DataSource if it was initialised here. Repeatable. */
  end(): Promise<void>
}

/** Options that make `initialize()` change the schema; opening a session must not. */
const CHANGING = ['synchronize', 'dropSchema', 'migrationsRun'] as const

export function initialised(dataSource: DataSource): Initialised {
  // A promise, so that sessions opened at the same moment do not initialise it twice.
  let ours: Promise<unknown> | undefined
  let seenUp = dataSource.isInitialized
  return {
    async ensure() {
      if (ours === undefined && dataSource.isInitialized) seenUp = true
      else if (seenUp) throw refusal('connection', 'The DataSource was destroyed by its owner.')
      else {
        ours ??= initialise(dataSource)
        try {
          await ours
        } catch (error) {
          ours = undefined
          throw error
        }
      }
    },
    async end() {
      const mine = ours
      ours = undefined
      if (mine === undefined) return
      await mine.catch(() => {})
      if (dataSource.isInitialized) await dataSource.destroy()
    },
  }
}

async function initialise(dataSource: DataSource): Promise<void> {
  const options = optionsOf(dataSource)
  const changing = CHANGING.filter((name) => options[name] === true)
  if (changing.length > 0) {
    throw refusal(
      'connection',
      `The DataSource is not initialised, and with ${changing.join(' and ')} initialising it changes the schema by itself. Switch that off, or initialise it before.`,
    )
  }
  await dataSource.initialize()
}
