// Owns: what a test needs of a driver: a client to hand in, a session, its end, and the error that it expects.
// Must not know: what is tested.

import { isDriverError, type Block, type DriverError, type Purpose, type Session } from '@godwit/core/driver'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { pg } from '../src/index.ts'

export async function sessionOn(
  source: Parameters<typeof pg>[0],
  options: Parameters<typeof pg>[1] = {},
  purpose: Purpose = 'write',
): Promise<Session> {
  const driver = pg(source, options)
  onTestFinished(() => driver.close())
  return await driver.open(purpose)
}

/** A client of the application's own, connected. */
export async function clientOn(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

/** The `DriverError` that `work` rejects with; fails the test when it does not, or with anything else. */
export async function rejection(work: Promise<unknown>): Promise<DriverError> {
  const outcome = await work.then(
    () => 'resolved',
    (error: unknown) => error,
  )
  if (!isDriverError(outcome)) throw new Error(`expected a DriverError, got ${String(outcome)}`)
  return outcome
}

export function block(...statements: readonly string[]): Block {
  return { statements, foreignKeys: 'enforced' }
}

export async function ids(session: Session, table = 'items'): Promise<readonly unknown[]> {
  return (await session.run(`SELECT id FROM ${table} ORDER BY id`)).rows.map((row) => row['id'])
}

/** Writes down what is announced. */
export function hear(heard: number[], answer: 'continue' | 'stop' = 'continue'): (index: number) => 'continue' | 'stop' {
  return (index) => {
    heard.push(index)
    return answer
  }
}

/** Asks until there is a row. */
export async function until(query: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await query()).length === 0);
}
