// Owns: a statement or function that was begun and whose end nobody recorded, with what is known of it.
// Must not know: how it is asked about, how it is printed.

import type { Presence } from './effect.ts'
import type { Direction } from './journal.ts'

/** A person's word on it. */
export type Verdict = 'took-effect' | 'did-not-happen'

export interface Unresolved {
  readonly line: string
  readonly id: string
  readonly direction: Direction
  /** Position among the migration's statements or steps, from 0: what `resolve` takes. */
  readonly n: number
  /** The statement, or what a function is known by. */
  readonly text: string
  /** As the server names it; undefined where nobody knows. */
  readonly session: string | undefined
  /** What that session is at. `elsewhere`: only another server of the cluster could tell. `hidden`: this user is not shown it. */
  readonly work: 'running' | 'ended' | 'elsewhere' | 'hidden' | 'unknown'
  /** Where it is hidden: what an administrator says so that this user is shown it, `GRANT PROCESS ON *.* TO …`. */
  readonly sight: string | undefined
  /** The database's clock, ISO 8601, UTC. */
  readonly startedAt: string
  /** What the catalogue said of its effect before it ran, and says now; undefined where it cannot tell. */
  readonly before: Presence | undefined
  readonly now: Presence | undefined
  /** `settles`: the next run finds out by itself. `waits`: it waits for the session first. `asks`: it needs a word. */
  readonly next: 'settles' | 'waits' | 'asks'
  /** What `resolve` would take as an answer; empty where nobody is asked. */
  readonly choices: readonly Verdict[]
}
