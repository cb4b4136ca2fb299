// Owns: one connection, and whose transaction is open on it.
// Must not know: where the connection came from, what a block is.
import { refusal } from './errors.js';
import { toParameter, toRow } from './values.js';
/** Throws unless `session` may begin something: a retryable refusal where another one only has to finish first. */
export function assertTurn({ database, holder }, session) {
    if (!database.open)
        throw refusal('connection', 'The database connection is not open.');
    if (holder === session)
        throw refusal('unknown', 'This session has an open transaction: use it, or end it first.');
    if (holder !== undefined || database.inTransaction) {
        throw refusal('lock-timeout', 'The connection is shared, and a transaction is open on it.');
    }
}
/** Runs exactly one statement. */
export function runStatement(database, text, params) {
    assertReadable(text);
    const statement = database.prepare(text);
    const values = params.map(toParameter);
    if (!statement.reader)
        return { rows: [], affected: statement.run(values).changes };
    statement.safeIntegers(true);
    if (statement.readonly)
        return { rows: statement.all(values).map(toRow), affected: 0 };
    // INSERT … RETURNING and its kin: the client counts changes only where there are no rows.
    const before = changes(database).total;
    const rows = statement.all(values).map(toRow);
    const { last, total } = changes(database);
    return { rows, affected: total === before ? 0 : last };
}
/** Runs a statement for its effect, without preparing it for reuse. Parameters and rows have no place here. */
export function execute(database, text) {
    assertReadable(text);
    database.exec(text);
}
/** Undoes an open transaction, if there is one still. Never throws: it follows an error that matters more. */
export function undo(database) {
    try {
        if (database.inTransaction)
            database.exec('ROLLBACK');
    }
    catch {
        // A connection that cannot roll back stays in its transaction, and `assertTurn` refuses it from now on.
    }
}
function changes(database) {
    return database.prepare('SELECT changes() AS last, total_changes() AS total').all([])[0];
}
/** The client hands texts on as C strings: what follows a NUL would be left out in silence. */
function assertReadable(text) {
    if (text.includes('\0'))
        throw refusal('syntax', 'The statement holds a NUL character.');
}
//# sourceMappingURL=connection.js.map