// Owns: the results of the part `messages` as Markdown.
// Must not know: how they were measured.

import type { Engine } from '../contestant.ts'
import { median } from '../median.ts'
import { markdown } from '../table.ts'
import { ENTRIES, type MessageRuns } from './messages.ts'

export function messageTables({ questions, appends }: MessageRuns): string {
  const engines = [...new Set(questions.map(({ engine }) => engine))]
  const asked = [...new Set(questions.map(({ what }) => what))].map((what) => [
    what,
    ...engines.flatMap((engine) => {
      const here = questions.filter((run) => run.engine === engine && run.what === what)
      return [median(here.map(({ own }) => own)).toFixed(2), median(here.map(({ own, raw }) => own / raw)).toFixed(2)]
    }),
  ])
  const shares = engines.map((engine) => {
    const here = appends.filter((run) => run.engine === engine)
    return [
      engine,
      median(here.map(({ own }) => own)).toFixed(0),
      median(here.map(({ own, single }) => own / single)).toFixed(2),
      median(here.map(({ own, many }) => own / many)).toFixed(2),
    ]
  })
  const head = ['1 000 000 messages', ...engines.flatMap((engine: Engine) => [`${engine} ms`, '× client'])]
  return `### Messages\n\n${markdown(head, asked)}\n\n${markdown(
    [`append, ${ENTRIES} a call`, 'rows/s', 'of the client’s rate, row by row', 'all in one statement'],
    shares,
  )}\n`
}
