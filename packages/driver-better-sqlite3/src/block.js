// Owns: how a block becomes one transaction.
// Must not know: sessions, how many blocks there are.
import { DriverError } from '@godwit/core/driver';
import { execute, undo } from './connection.js';
import { driverError } from './errors.js';
/** Runs `block`, all of it or nothing; `n` is its place in the batch, for errors. */
export function runBlock(database, { statements, foreignKeys }, n) {
    // Outside the transaction: inside one SQLite ignores the switch, and says nothing.
    const restore = foreignKeys === 'suspended' ? suspendForeignKeys(database) : undefined;
    let statement = 0;
    try {
        database.exec('BEGIN IMMEDIATE');
        for (const text of statements) {
            execute(database, text);
            if (!database.inTransaction)
                throw ended();
            statement += 1;
        }
        database.exec('COMMIT');
    }
    catch (error) {
        undo(database);
        throw driverError(error, { at: { block: n, statement } });
    }
    finally {
        restore?.();
    }
}
/** Its transaction was ended by the text itself: what came before it may hold, what comes after would run alone. */
function ended() {
    return new DriverError({ reason: 'unknown', message: 'The statement ended the transaction that it was part of.', outcome: 'unknown' });
}
/** @see https://www.sqlite.org/foreignkeys.html#fk_enable */
function suspendForeignKeys(database) {
    if (!foreignKeysEnforced(database))
        return undefined;
    database.exec('PRAGMA foreign_keys = OFF');
    return () => database.exec('PRAGMA foreign_keys = ON');
}
function foreignKeysEnforced(database) {
    const [row] = database.prepare('PRAGMA foreign_keys').all([]);
    return Number(row?.foreign_keys) === 1;
}
//# sourceMappingURL=block.js.map