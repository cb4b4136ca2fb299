// Owns: the calls of the line `vectors`.
// Must not know: what they answer.

import { chat, vectors } from '../../src/index.ts'
import * as functions from '../../src/lines/vectors/index.ts'
import { sameAnswers } from './same-answers.ts'
import { type Rows, vectorSubject } from './vector-subject.ts'

sameAnswers<typeof functions, Rows>('vectors', { lines: [chat, vectors], functions, ...vectorSubject(functions, 'cosine') })
