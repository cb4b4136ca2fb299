// Owns: what a test and its child process say to each other.
// Must not know: how it is carried.

import type { DriverReason } from '@godwit/core/driver'
import type { Elsewhere } from '../subject.ts'

/** What a child is asked. It answers each in turn. */
export type Request =
  /** Makes the driver. Nothing is opened before it is needed. */
  | { readonly ask: 'connect'; readonly elsewhere: Elsewhere }
  | { readonly ask: 'run'; readonly text: string }
  /** Opens a transaction; `run` goes through it from then on. */
  | { readonly ask: 'begin' }
  | { readonly ask: 'commit' }
  /** Applies a library, and is killed at its `diesAt`-th event, counted from 1; 0: not at all. */
  | { readonly ask: 'up'; readonly which: 'short' | 'long'; readonly diesAt: number }

export type Answer =
  | { readonly outcome: 'done' }
  /** How a run ended: the migrations that it committed, and its report's outcome, with the reason where there is one. */
  | { readonly outcome: 'ran'; readonly ids: readonly string[]; readonly report: string }
  | { readonly outcome: 'refused'; readonly reason: DriverReason; readonly message: string }
  /** Something that no driver may do. */
  | { readonly outcome: 'broken'; readonly message: string }
  /** The process ended instead of answering. */
  | { readonly outcome: 'gone' }
