// Owns: what a test and its child process say to each other.
// Must not know: how it is carried.

import type { DriverReason } from '@godwit/core/driver'
import type { Elsewhere } from '../subject.ts'

/** What a child is asked. It answers each in turn. */
export type Request =
  /** Makes the driver and opens a session. */
  | { readonly ask: 'open'; readonly elsewhere: Elsewhere }
  | { readonly ask: 'run'; readonly text: string }
  /** Opens a transaction; `run` goes through it from then on. */
  | { readonly ask: 'begin' }
  | { readonly ask: 'commit' }

export type Answer =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly reason: DriverReason; readonly message: string }
  /** Something that no driver may do. */
  | { readonly outcome: 'broken'; readonly message: string }
