// Owns: a migration on PostgreSQL that takes as long as a test wants.
// Must not know: migrations, replicas.

import type { Database } from '@godwit/servers'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'

export interface Gate {
  /** Resolves when somebody waits at the gate. */
  readonly reached: () => Promise<void>
  /** Lets through who waits; nobody can make an index yet. */
  readonly open: () => Promise<void>
  readonly remove: () => Promise<void>
}

/**
 * Whoever updates a row of `notes` waits until the gate is opened, whoever makes an index on it until the gate is removed: the
 * server has been sent the next migration, too, and must not have it done before it is told to stop.
 */
export async function closedGate({ url, query }: Database): Promise<Gate> {
  const keeper = new Client({ connectionString: url })
  // The server ends it with the database.
  keeper.on('error', () => undefined)
  await keeper.connect()
  onTestFinished(() => keeper.end())
  await keeper.query('SELECT pg_advisory_lock(1)')
  // Asked for again and again: a wait for the lock itself would end at the lock_timeout of whoever waits.
  await query(`CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      WHILE NOT pg_try_advisory_xact_lock(1) LOOP PERFORM pg_sleep(0.01); END LOOP;
      RETURN NEW;
    END $$`)
  await query('CREATE TRIGGER gate BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION wait_at_gate()')
  await keeper.query('BEGIN; LOCK TABLE notes IN ROW EXCLUSIVE MODE')
  return {
    async reached() {
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
      while ((await query(waiting)).length === 0);
    },
    open: async () => void (await keeper.query('SELECT pg_advisory_unlock(1)')),
    remove: async () => void (await keeper.query('COMMIT')),
  }
}
