// Owns: the part of better-sqlite3 that is used, and how a connection of our own is opened.
// Must not know: sessions, transactions, core's seam beyond its error.
import { statSync } from 'node:fs';
import { DriverError } from '@godwit/core/driver';
import { driverError } from './errors.js';
/**
 * Opens a connection. With `read`, a file that does not exist is served as an empty database in memory: opening it would
 * make it. An existing file is opened for writing even then: a read-only connection cannot roll back what a killed
 * process left half-done, and leaves the files of write-ahead logging behind.
 */
export async function openDatabase(location, purpose, timeoutMs) {
    const Client = await loadClient();
    try {
        if (location.kind === 'memory' || (purpose === 'read' && isMissing(location.path)))
            return new Client(':memory:');
        return new Client(location.path, { timeout: timeoutMs, fileMustExist: purpose === 'read' });
    }
    catch (error) {
        throw driverError(error, { about: location.kind === 'file' ? location.path : undefined });
    }
}
async function loadClient() {
    try {
        return (await import('better-sqlite3')).default;
    }
    catch (error) {
        // Anything else is a broken installation, which tells what is wrong with it.
        if (!isNotFound(error))
            throw driverError(error);
        throw new DriverError({
            reason: 'connection',
            message: 'The package better-sqlite3 is not installed. Install it with: npm install better-sqlite3',
            outcome: 'not-applied',
            code: 'ERR_MODULE_NOT_FOUND',
            cause: error,
        });
    }
}
function isNotFound(error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}
/** False also where the answer cannot be had: then opening it tells why. */
function isMissing(path) {
    try {
        return statSync(path, { throwIfNoEntry: false }) === undefined;
    }
    catch {
        return false;
    }
}
//# sourceMappingURL=client.js.map