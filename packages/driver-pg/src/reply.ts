// Owns: gathering the messages that answer one statement.
// Must not know: which client they came through.

import type { Row } from '@godwit/core/driver'
import type { Reply } from './channel.ts'
import { affectedBy } from './tag.ts'
import { toRow, type Field } from './values.ts'

export interface Gathering {
  columns(fields: readonly Field[]): void
  row(texts: readonly (string | null)[]): void
  /** Undefined where the server said that the text held nothing. */
  done(tag: string | undefined): void
  reply(): Reply
}

export function gather(): Gathering {
  const rows: Row[] = []
  let fields: readonly Field[] = []
  let tag = ''
  return {
    columns: (described) => void (fields = described),
    row: (texts) => void rows.push(toRow(fields, texts)),
    done: (completed) => void (tag = completed ?? ''),
    reply: () => ({ rows, affected: affectedBy(tag), tag }),
  }
}
