// Owns: a note, for TypeORM.
// Must not know: how its table came to be.

import { EntitySchema } from 'typeorm'

export interface Note {
  readonly id: number
  readonly text: string
  readonly author: string
}

const toNumber = { from: Number, to: (id: number) => id }

export const NoteEntity = new EntitySchema<Note>({
  name: 'note',
  tableName: 'notes',
  columns: {
    // PostgreSQL and MySQL give a bigint as text.
    id: { type: 'bigint', primary: true, generated: 'increment', transformer: toNumber },
    text: { type: 'text' },
    author: { type: 'varchar', length: 100 },
  },
})
