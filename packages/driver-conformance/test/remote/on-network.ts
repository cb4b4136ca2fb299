// Owns: a fresh SQLite file behind a server, behind a wire that can be broken.
// Must not know: laws.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Driver } from '@godwit/core/driver'

import type { Fresh } from '../../src/subject.ts'
import { tapWire } from '../../src/tap-wire.ts'
import { serve } from './serve.ts'

export async function onNetwork(make: (port: number) => Driver): Promise<Fresh> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-laws-'))
  const server = await serve(join(folder, 'laws.db'))
  const wire = await tapWire(server.port)
  return {
    wire,
    connect: () => make(wire.port),
    dispose: async () => {
      await wire.close()
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}
