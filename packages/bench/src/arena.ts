// Owns: where contestants meet: fresh databases of one engine, and an eye on them that is nobody's client.
// Must not know: contestants, clocks.

import type { Engine } from './contestant.ts'
import type { WorkloadStep } from './workload.ts'

/** What the workload left in a database, as one text: every object as the engine tells it, and every row. */
export type Snapshot = string

export interface Ring {
  /** What a contestant is given: a path or a URL. */
  readonly address: string
  snapshot(): Promise<Snapshot>
  drop(): Promise<void>
}

export interface Arena {
  /** An empty database. */
  ring(): Promise<Ring>
  /** The snapshot of a database that has all of `steps`, made here and not by any contestant. */
  expected(steps: readonly WorkloadStep[]): Promise<Snapshot>
  close(): Promise<void>
}

export interface ArenaOptions {
  /** For the files. */
  readonly folder: string
  /** Of the network, milliseconds for a message there and its answer back; 0: the machine's own. */
  readonly latencyMs: number
}

/** Starts the server, where there is one. */
export async function openArena(engine: Engine, options: ArenaOptions): Promise<Arena> {
  switch (engine) {
    case 'sqlite':
      return (await import('./arenas/file-arena.ts')).fileArena(options, (path) => path)
    case 'libsql':
      return (await import('./arenas/file-arena.ts')).fileArena(options, (path) => `file:${path}`)
    case 'sqld':
      return (await import('./arenas/sqld-arena.ts')).sqldArena(options)
    case 'postgres':
      return (await import('./arenas/postgres-arena.ts')).postgresArena(options)
    case 'mariadb':
      return (await import('./arenas/mariadb-arena.ts')).mariadbArena(options)
    default:
      return engine satisfies never
  }
}
