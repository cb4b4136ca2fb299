// Every file of testdata/split against its golden file. The oracles (split.*-oracle.test.ts) prove what is written there.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import { split } from '../src/pure/lexing/split.ts'

const root = new URL('testdata/split/', import.meta.url)

/** Shows what an editor would hide. */
function visible(text: string): string {
  return text.replaceAll('\r', '␍').replaceAll('\ufeff', '␠')
}

function render(text: string, dialect: Dialect): string {
  const splitting = split(text, dialect.lexis)
  if (!splitting.ok) {
    const { place, reason } = splitting
    return `refused at ${place.line}:${place.column}: ${reason}\n${visible(place.text)}\n`
  }
  const shown = splitting.statements.map(
    ({ line, column, text: sql, tokens }) =>
      `== ${line}:${column}\n${visible(sql)}\n-- ${visible(tokens.map((token) => token.replaceAll('\n', '␊')).join(' · '))}\n`,
  )
  return `${splitting.statements.length} statements\n${shown.join('')}`
}

for (const dialect of [sqlite, postgres, mysql]) {
  describe(`a script for ${dialect.family} is split as its golden file says`, () => {
    const folder = new URL(`${dialect.family}/`, root)
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
      it(file, async () => {
        const text = readFileSync(new URL(file, folder), 'utf8')
        expect(split(text, dialect.lexis).ok).toBe(!file.includes('_refused_'))
        await expect(render(text, dialect)).toMatchFileSnapshot(new URL(file.replace(/\.sql$/, '.golden'), folder).pathname)
      })
    }
  })
}
