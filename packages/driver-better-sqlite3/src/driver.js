// Owns: the factory, and what the driver itself opened.
// Must not know: what is run in a session.
import { sqlite } from '@godwit/core/driver';
import { openDatabase } from './client.js';
import { refusal } from './errors.js';
import { switchToWal } from './journal-mode.js';
import { locate } from './location.js';
import { openSession } from './session.js';
const CAPABILITIES = { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' };
const TIMEOUT_MS = 1000;
/**
 * A driver over better-sqlite3: for a file, for one database in memory that all its sessions share, or over a connection
 * that is open already. Such a connection stays open when the driver is closed; its foreign keys, busy timeout and
 * functions are its owner's. Throws `DriverError` on a URL that names no SQLite database.
 */
export function betterSqlite3(source) {
    if (typeof source === 'object' && 'prepare' in source)
        return overDatabase(source);
    const config = typeof source === 'string' ? { file: source } : source;
    const location = locate(config.file);
    return location.kind === 'memory' ? overMemory() : overFile(location, config);
}
function overDatabase(database) {
    const connection = { database, holder: undefined };
    return driver(async () => openSession(connection, () => { }), async () => { });
}
function overMemory() {
    // A promise, so that sessions opened at the same moment do not get a database each.
    let shared;
    return driver(async (purpose) => {
        shared ??= openDatabase({ kind: 'memory' }, purpose, TIMEOUT_MS).then((database) => ({ database, holder: undefined }));
        return openSession(await shared, () => { });
    }, async () => {
        const closing = shared;
        shared = undefined;
        await closing?.then(({ database }) => database.close(), () => { });
    });
}
function overFile(location, { timeoutMs = TIMEOUT_MS, journalMode }) {
    const open = new Set();
    let written = 'no';
    return driver(async (purpose) => {
        const database = await openDatabase(location, purpose, timeoutMs);
        open.add(database);
        if (purpose === 'write')
            written = 'yes';
        return openSession({ database, holder: undefined }, () => {
            open.delete(database);
            database.close();
        });
    }, async () => {
        for (const database of open)
            database.close();
        open.clear();
        if (written === 'no' || journalMode === undefined)
            return;
        const database = await openDatabase(location, 'write', timeoutMs);
        try {
            await switchToWal(database);
            written = 'no';
        }
        finally {
            database.close();
        }
    });
}
function driver(open, close) {
    return {
        name: 'better-sqlite3',
        dialect: sqlite,
        capabilities: CAPABILITIES,
        async open(purpose, signal) {
            assertNotAborted(signal);
            const session = await open(purpose);
            if (signal?.aborted === true)
                await session.close();
            assertNotAborted(signal);
            return session;
        },
        close,
    };
}
function assertNotAborted(signal) {
    if (signal?.aborted === true)
        throw refusal('connection', 'Opening the database was cancelled.');
}
//# sourceMappingURL=driver.js.map