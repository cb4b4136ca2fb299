// Owns: the findings of doctor as lines.
// Must not know: how they were found.

import type { Page } from './render.ts'
import type { Check } from '../result.ts'
import { aligned } from '../text/table.ts'

const MARKS = { ok: ['✓', 'green'], warning: ['!', 'yellow'], failed: ['✗', 'red'], skipped: ['·', 'dim'] } as const

export function renderChecks(checks: readonly Check[], { output }: Page): void {
  const rows = checks.map(({ name, state, message }) => {
    const [mark, colour] = MARKS[state]
    return [{ text: output.form === 'people' ? mark : state, paint: output.paint[colour] }, { text: name }, { text: message }]
  })
  const lines = aligned(rows, (text) => text.length)
  checks.forEach(({ remedy }, index) => {
    output.say(lines[index] ?? '')
    if (remedy !== '') output.say(`    ${output.paint.dim('next:')} ${remedy}`)
  })
}
