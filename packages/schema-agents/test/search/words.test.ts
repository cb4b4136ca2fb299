// Owns: what a word is, and that every engine's index agrees about each of its letters.
// Must not know: lines.

import { expect, test } from 'vitest'
import { Migrator } from '@godwit/core'
import type { Handle } from '../../src/index.ts'
import { fold } from '../../src/search/fold.ts'
import { indexExpression, isKnown } from '../../src/search/index-terms.ts'
import { inJavaScript } from '../../src/search/ranges.ts'
import { searchIndex, serial } from '../../src/search/search-index.ts'
import { separatorsAs } from '../../src/search/separators.ts'
import { wordsOf } from '../../src/search/words.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const INDEX = { name: 'texts_search', table: 'texts', key: serial, column: 'text' }
const LAST = 0x1faff
const SEPARATOR = new RegExp(`^[${separatorsAs(inJavaScript)}]$`, 'u')
const characters = Array.from({ length: LAST }, (_, index) => index + 1)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))

test.each([
  ['Three birds, two nests.', ['three', 'birds', 'two', 'nests']],
  ['don’t e-mail me@example.org/now', ['don', 't', 'e', 'mail', 'me', 'example', 'org', 'now']],
  ['Füße ÄRGER Ærø İstanbul', ['fuße', 'arger', 'ærø', 'istanbul']],
  ['ПРИВЕТ, Йод ΟΔΟΣ οδός', ['привет', 'йод', 'οδοσ', 'οδόσ']],
  ['session_id = 3.14', ['session_id', '3', '14']],
  ['hello🥰world👩‍👩‍👧 a\u0000b', ['hello', 'world', 'a', 'b']],
  ['日本語が好き。鳥も', ['日本語が好き', '鳥も']],
  ['a A á', ['a']],
  [' \t"*%-\u0000', []],
])('the words of %o', (text, words) => {
  expect([...wordsOf(text)]).toEqual(words)
})

onEveryEngine(undefined, (database) => {
  const ask = async (on: Handle, words: readonly string[]): Promise<ReadonlySet<number>> => {
    const expression = indexExpression(database.dialect, words, [])
    const { rows } = await on.run(
      {
        sqlite: 'SELECT rowid AS id FROM texts_search WHERE texts_search MATCH ?',
        postgres: "SELECT id FROM texts WHERE to_tsvector('simple', texts_search_text(text)) @@ to_tsquery('simple', $1)",
        mysql: 'SELECT id FROM texts WHERE MATCH(text) AGAINST (? IN BOOLEAN MODE)',
      }[database.dialect],
      [expression],
    )
    return new Set(rows.map(({ id }) => Number(id)))
  }
  const fill = async (on: Handle, texts: readonly (readonly [number, string])[]): Promise<void> => {
    await on.run('DELETE FROM texts')
    for (let from = 0; from < texts.length; from += 500) {
      const part = texts.slice(from, from + 500)
      const marks = part.map((_, n) => (database.dialect === 'postgres' ? `($${2 * n + 1}::int, $${2 * n + 2})` : '(?, ?)'))
      await on.run(`INSERT INTO texts (id, text) VALUES ${marks.join(', ')}`, part.flat())
    }
  }

  test('every separator separates, and every letter that is asked for belongs to its word and is found in all its forms', async () => {
    const on = database.handle()
    await on.run(
      database.dialect === 'mysql'
        ? 'CREATE TABLE texts (id INTEGER PRIMARY KEY, text LONGTEXT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
        : 'CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL)',
    )
    const line = { name: 'texts', migrations: [{ id: '001', description: 'search', ...searchIndex({}, INDEX) }] }
    const up = await new Migrator(database.driver(), line).migrate()
    expect(up).toMatchObject([{ success: true }])

    const separators = characters.filter((character) => SEPARATOR.test(character))
    await fill(
      on,
      separators.map((character, id) => [id, `qqq${character}zzz`]),
    )
    for (const word of ['qqq', 'zzz']) {
      const found = await ask(on, [word])
      expect(separators.filter((_, id) => !found.has(id)).map((character) => character.codePointAt(0)?.toString(16))).toEqual([])
    }

    // As written, and asked for as folded; with letters around it, or short ones are not in every index.
    const letters = characters.filter((character) => isKnown(`q${fold(character)}`) && !SEPARATOR.test(character))
    await fill(
      on,
      letters.map((letter, id) => [id, `${id} qq${letter}${letter}zz`]),
    )
    const missed: string[] = []
    const forms = new Map<string, number[]>()
    for (const [id, letter] of letters.entries()) forms.set(fold(letter), [...(forms.get(fold(letter)) ?? []), id])
    for (const [folded, ids] of forms) {
      // Letters that have only one form are asked for in steps: there are thousands of them.
      if (folded > '\u3100' && (ids[0] ?? 0) % 200 > 0) continue
      const found = await ask(on, [`qq${folded}${folded}zz`])
      missed.push(...ids.filter((id) => !found.has(id)).map((id) => `${letters[id] ?? ''} as ${folded}`))
    }
    expect(missed).toEqual([])
  }, 120_000)
})
