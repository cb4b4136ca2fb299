// Owns: migration 001 of the line `agents`: the table `agents` and its indexes.
// Must not know: sessions.

import type { MigrationFor } from '@godwit/core'
import type { AgentsDialect } from '../dialects.ts'

/**
 * `CREATE` without `IF NOT EXISTS`: a table of that name which another program made has other columns, and recording
 * this migration over it would be a lie that the first query finds out. It fails instead, and leaves nothing.
 * `DROP` has `IF EXISTS`: an index that somebody dropped by hand is what `down` wants anyway.
 */
export const initialSchema: MigrationFor<AgentsDialect> = {
  id: '001',
  description: 'Create initial agents table and indexes',
  createdAt: new Date('2026-11-20T10:00:00.000Z'),
  up: {
    sqlite: [
      `CREATE TABLE agents (
        id TEXT PRIMARY KEY,
        type TEXT NOT NULL DEFAULT 'custom',
        name TEXT NOT NULL,
        description TEXT,
        avatar TEXT,
        instructions TEXT,
        model TEXT NOT NULL,
        plan_model TEXT,
        small_model TEXT,
        built_in_tools TEXT,
        mcps TEXT,
        knowledges TEXT,
        configuration TEXT,
        accessible_paths TEXT,
        permission_mode TEXT DEFAULT 'readOnly',
        max_steps INTEGER DEFAULT 10,
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP
      )`,
      'CREATE INDEX idx_agents_name ON agents(name)',
      'CREATE INDEX idx_agents_type ON agents(type)',
      'CREATE INDEX idx_agents_model ON agents(model)',
      'CREATE INDEX idx_agents_plan_model ON agents(plan_model)',
      'CREATE INDEX idx_agents_small_model ON agents(small_model)',
      'CREATE INDEX idx_agents_permission_mode ON agents(permission_mode)',
      'CREATE INDEX idx_agents_created_at ON agents(created_at)',
    ],
  },
  down: {
    sqlite: [
      'DROP INDEX IF EXISTS idx_agents_created_at',
      'DROP INDEX IF EXISTS idx_agents_permission_mode',
      'DROP INDEX IF EXISTS idx_agents_small_model',
      'DROP INDEX IF EXISTS idx_agents_plan_model',
      'DROP INDEX IF EXISTS idx_agents_model',
      'DROP INDEX IF EXISTS idx_agents_type',
      'DROP INDEX IF EXISTS idx_agents_name',
      'DROP TABLE IF EXISTS agents',
    ],
  },
}
