// Owns: a migration that takes as long as a test wants.
// Must not know: migrations, replicas.

import type { Database } from '@godwit/servers'
import type { DataSource } from 'typeorm'
import { onTestFinished } from 'vitest'

export interface Gate {
  /** Resolves when somebody waits at the gate. */
  readonly reached: () => Promise<void>
  readonly open: () => Promise<void>
}

interface Texts {
  readonly close: string
  readonly trigger: readonly string[]
  readonly waiting: string
  readonly open: string
}

const TEXTS: Readonly<Record<'postgres' | 'mariadb', Texts>> = {
  postgres: {
    close: 'SELECT pg_advisory_lock(1)',
    trigger: [
      // Asked for again and again: a wait for the lock itself would end at the lock_timeout of whoever waits.
      `CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          WHILE NOT pg_try_advisory_xact_lock(1) LOOP PERFORM pg_sleep(0.01); END LOOP;
          RETURN NEW;
        END $$`,
      'CREATE TRIGGER gate BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION wait_at_gate()',
    ],
    waiting: "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    open: 'SELECT pg_advisory_unlock(1)',
  },
  mariadb: {
    close: 'DO GET_LOCK(DATABASE(), 0)',
    trigger: [
      `CREATE TRIGGER gate BEFORE UPDATE ON notes FOR EACH ROW
        BEGIN
          DO GET_LOCK(DATABASE(), 600);
          DO RELEASE_LOCK(DATABASE());
        END`,
    ],
    waiting: "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND state = 'User lock'",
    open: 'DO RELEASE_LOCK(DATABASE())',
  },
}

/** Whoever updates a row of `notes` waits until the gate is opened. */
export async function closedGate(engine: keyof typeof TEXTS, { query }: Database, dataSource: DataSource): Promise<Gate> {
  const { close, trigger, waiting, open } = TEXTS[engine]
  // The lock belongs to one connection.
  const keeper = dataSource.createQueryRunner()
  onTestFinished(() => keeper.release())
  await keeper.query(close)
  for (const text of trigger) await query(text)
  return {
    async reached() {
      while ((await query(waiting)).length === 0);
    },
    open: async () => void (await keeper.query(open)),
  }
}
