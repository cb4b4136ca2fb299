// Owns: reading the way back that a receipt kept.
// Must not know: what is done with it.

import type { Problem } from '../../model/problem.ts'
import type { RecordedDown } from '../../model/recorded-down.ts'

export type KeptDown =
  | { readonly ok: true; readonly down: RecordedDown }
  | { readonly ok: false; readonly problem: Extract<Problem, { readonly code: 'RECORDED_DOWN_UNREADABLE' }> }

export function recordedDownFrom(id: string, json: string): KeptDown {
  const refused = (reason: string): KeptDown => ({ ok: false, problem: { code: 'RECORDED_DOWN_UNREADABLE', id, reason } })
  let read: unknown
  try {
    read = JSON.parse(json)
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error))
  }
  return isRecordedDown(read) ? { ok: true, down: read } : refused('it has no script')
}

function isRecordedDown(read: unknown): read is RecordedDown {
  if (typeof read !== 'object' || read === null || !('script' in read)) return false
  return Array.isArray(read.script) && read.script.every((piece) => typeof piece === 'string')
}
