// Owns: getting a connection out of a DataSource without waiting for ever.
// Must not know: what is done with it.

import { optionsOf, type DataSource, type QueryRunner } from './data-source.ts'
import { connectError, refusal } from './errors.ts'

export interface Borrowed {
  readonly runner: QueryRunner
  /** The client's own connection. */
  readonly connection: unknown
}

/**
 * Rejects with `DriverError` when none was free after `timeoutMs`, and at once when `signal` is aborted: a pool would keep
 * its caller waiting for ever. A connection that comes later goes straight back.
 */
export async function borrow(dataSource: DataSource, timeoutMs: number, signal: AbortSignal | undefined): Promise<Borrowed> {
  // 'master', because a replica cannot be written.
  const runner = dataSource.createQueryRunner('master')
  let giveUp = (_: Error): void => {}
  const surrender = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  const cancel = (): void => giveUp(refusal('connection', 'Opening the database was cancelled.'))
  const timer = setTimeout(() => giveUp(refusal('connection', exhausted(dataSource, timeoutMs))), timeoutMs)
  signal?.addEventListener('abort', cancel)
  const coming = runner.connect()
  try {
    return { runner, connection: await Promise.race([coming, surrender]) }
  } catch (error) {
    void coming.then(
      () => runner.release(),
      () => {},
    )
    throw connectError(error)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

function exhausted(dataSource: DataSource, timeoutMs: number): string {
  const size = poolSize(dataSource)
  return `The DataSource had no free connection within ${timeoutMs} ms${size === undefined ? '' : `; its pool has ${size}`}. Raise poolSize.`
}

/** How many connections the options allow, where they say so. */
export function poolSize(dataSource: DataSource): number | undefined {
  const { poolSize: size, extra } = optionsOf(dataSource)
  return [extra?.max, extra?.connectionLimit, size].find((value) => typeof value === 'number')
}
