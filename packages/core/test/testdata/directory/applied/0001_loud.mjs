globalThis.loudMigrationRan = true
export const up = ['SELECT 1']
