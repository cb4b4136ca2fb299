// Owns: that the server keeps of a routine what was written, also where the statement is one of several in a message.
// Must not know: how statements are put into messages.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

/** As dumps write them, too; and what is no routine, with the words of one in it. */
const up = [
  "CREATE TABLE t (a INT COMMENT 'of a trigger')",
  'CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN a + 1 -- one more',
  'CREATE PROCEDURE p() SELECT 1',
  'CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1',
  '/*!50003 CREATE*/ /*!50003 TRIGGER c BEFORE DELETE ON t FOR EACH ROW DO 0 */',
  'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t',
  'ALTER EVENT e DO DELETE FROM t WHERE a < 0',
  'INSERT INTO t VALUES (1)',
]

const BODIES = `SELECT routine_name AS name, routine_definition AS body FROM information_schema.routines WHERE routine_schema = DATABASE()
UNION ALL SELECT trigger_name, action_statement FROM information_schema.triggers WHERE trigger_schema = DATABASE()
UNION ALL SELECT event_name, event_definition FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY name`

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test.each(['on', 'off'] as const)('with multipleStatements %s a body ends where it was written to end', async (multipleStatements) => {
    const { url, query } = await server.freshDatabase()
    const migrator = new Migrator(driverOn({ url, multipleStatements }))
    migrator.addMigrations([{ id: '1', description: '1', up }])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await query(BODIES)).toEqual([
      { name: 'b', body: 'SET NEW.a = NEW.a + 1' },
      { name: 'c', body: 'DO 0' },
      { name: 'e', body: 'DELETE FROM t WHERE a < 0' },
      { name: 'f', body: 'RETURN a + 1' },
      { name: 'p', body: 'SELECT 1' },
    ])
    expect(await query('SELECT a FROM t')).toEqual([{ a: 2 }])
  })
})
