// Owns: what this package offers.
// Must not know: anything else.
export { betterSqlite3 } from './driver.js';
//# sourceMappingURL=index.js.map