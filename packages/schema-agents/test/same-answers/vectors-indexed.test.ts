// Owns: the calls of the line `vectors-indexed`.
// Must not know: what they answer.

import * as functions from '../../src/lines/vectors-indexed/index.ts'
import { onEnginesWithVectors } from '../vectors-indexed/engines-with-vectors.ts'
import { answersOn } from './same-answers.ts'
import { type Rows, vectorSubject } from './vector-subject.ts'

onEnginesWithVectors({ dimensions: 2, metric: 'l2' }, (database) => {
  const { calls, ...subject } = vectorSubject(functions, 'l2')
  answersOn<typeof functions, Rows>(database, 'vectors-indexed', {
    ...subject,
    functions,
    calls: (rows) => ({
      ...calls(rows),
      nearestMemories: ['space', [1, 1], { limit: 5, session_id: rows.session, active_only: true, search: 'indexed' }],
    }),
  })
})
