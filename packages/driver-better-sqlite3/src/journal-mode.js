// Owns: the switch to write-ahead logging.
// Must not know: sessions, migrations.
import { setTimeout } from 'node:timers/promises';
import { driverError, refusal } from './errors.js';
const ATTEMPTS = 40;
const PAUSE_MS = 50;
/**
 * Switches the file to write-ahead logging, which lasts. It needs the file for itself for a moment, so it is tried again
 * while others have it; done first, before anything else was written, most of several processes that start together
 * would fail on it. Rejects when others never let go: what was written before holds.
 */
export async function switchToWal(database) {
    for (let attempt = 1;; attempt += 1) {
        try {
            const [row] = database.prepare('PRAGMA journal_mode = WAL').all([]);
            if (row?.journal_mode === 'wal')
                return;
            throw refusal('storage', `The journal mode stays ${row?.journal_mode}: write-ahead logging is not possible here.`);
        }
        catch (error) {
            const failure = driverError(error);
            if (!failure.retryable || attempt === ATTEMPTS)
                throw failure;
        }
        await setTimeout(PAUSE_MS);
    }
}
//# sourceMappingURL=journal-mode.js.map