// Owns: small questions that laws ask a database.
// Must not know: laws.

import type { Executor, Row } from '@godwit/core/driver'

/** The first column of the first row; undefined without rows. */
export async function cell(executor: Executor, text: string): Promise<unknown> {
  const row = (await executor.run(text)).rows[0]
  return row === undefined ? undefined : Object.values(row)[0]
}

/** The first column of every row. */
export async function column(executor: Executor, text: string): Promise<readonly unknown[]> {
  return (await executor.run(text)).rows.map((row: Row) => Object.values(row)[0])
}

/** Whether the table is there, asked in the one way that every engine understands. */
export async function exists(executor: Executor, tables: string, name: string): Promise<boolean> {
  return (await column(executor, tables)).includes(name)
}
