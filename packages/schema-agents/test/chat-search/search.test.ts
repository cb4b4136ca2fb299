// Owns: which words find which messages and memories, the same on every engine.
// Must not know: how an index is made.

import { expect, test } from 'vitest'
import { type Handle, isNotAllowed } from '../../src/index.ts'
import {
  clearChatHistory,
  createSession,
  deleteMemory,
  deleteSession,
  keepLastMessages,
  saveMemory,
  saveMessages,
  toggleMemoryStatus,
  updateMemory,
} from '../../src/lines/chat/index.ts'
import { searchMemories, searchMessages } from '../../src/lines/chat-search/index.ts'
import { MOST_LOOKED_AT, NEWEST } from '../../src/search/search.ts'
import { emptied } from '../chat/emptied.ts'
import { onEveryChat } from './searchable.ts'

async function saved(on: Handle, texts: readonly string[]): Promise<{ readonly session_id: number; readonly ids: readonly number[] }> {
  const session_id = await createSession(on)
  const ids = await saveMessages(
    on,
    texts.map((message) => ({ message, is_user: true })),
    session_id,
  )
  return { session_id, ids }
}

/** What was saved before is not among the newest any more, so that the index is asked for it. */
async function covered(on: Handle): Promise<void> {
  await saved(on, Array<string>(NEWEST).fill('·'))
}

const texts = async (found: Promise<readonly { readonly message: string }[]>): Promise<readonly string[]> =>
  (await found).map(({ message }) => message)

const ROWS = {
  godwit: 'The bar-tailed Godwit flies 11,000 km without a rest.',
  of: 'Of it',
  who: 'who is on it?',
  cafe: 'Café au lait in the CAFÉ',
  umlaut: 'Ärger über Füße',
  cyrillic: 'ПРИВЕТ, мир',
  greek: 'Η ΟΔΟΣ',
  code: 'const session_id = row.sessionId; // see src/search/words.ts:12 <b>bold</b> or https://example.org/a?b=c',
  mail: 'Write to me@example.org or call 555-0199',
  emoji: 'fine🥰really ⏸paused 👩‍👩‍👧family',
  chinese: '我喜欢鸟 和 日本語が好き',
  hindi: 'नमस्ते दुनिया',
  georgian: 'გამარჯობა',
  thai: 'ภาษาไทย \u0e49 \u0e47\u0e48',
  gothic: '𐌰𐌱𐌲 𠀀𠀁',
  decomposed: 'cafe\u0301',
  operators: 'a+b -c *d "e f" (g) ~h @5 %x% NEAR AND OR NOT',
  long: `${'x'.repeat(300)} end`,
  apostrophe: "Don’t say it isn't",
  percent: '100% _under_ score',
  digits: '3.14 and 1e5 and 0x1F',
}

type Name = keyof typeof ROWS

const ASKED: readonly (readonly [words: string, found: readonly Name[]])[] = [
  ['godwit', ['godwit']],
  ['GODWIT flies', ['godwit']],
  ['flies godwit', ['godwit']],
  ['godwit swims', []],
  ['god', []],
  ['tailed', ['godwit']],
  ['bar-tailed', ['godwit']],
  ['"bar tailed"', ['godwit']],
  ['of', ['of']],
  ['of it', ['of']],
  ['it', ['of', 'who', 'apostrophe']],
  ['who', ['who']],
  ['the', ['godwit', 'cafe']],
  ['the godwit', ['godwit']],
  ['cafe', ['cafe']],
  ['café', ['cafe']],
  ['CAFÉ LAIT', ['cafe']],
  ['cafe\u0301', ['decomposed']],
  ['arger', ['umlaut']],
  ['Über', ['umlaut']],
  ['FÜSSE', []],
  ['füße', ['umlaut']],
  ['привет', ['cyrillic']],
  ['Мир Привет', ['cyrillic']],
  ['οδος', ['greek']],
  ['session_id', ['code']],
  ['session', []],
  ['sessionid', ['code']],
  ['words', ['code']],
  ['search/words.ts', ['code']],
  ['bold', ['code']],
  ['example', ['code', 'mail']],
  ['me@example.org', ['mail']],
  ['0199', ['mail']],
  ['fine', ['emoji']],
  ['really', ['emoji']],
  ['paused', ['emoji']],
  ['family', ['emoji']],
  ['🥰', []],
  ['fine 🥰', ['emoji']],
  ['我喜欢鸟', ['chinese']],
  ['和', ['chinese']],
  ['鸟', []],
  ['日本語が好き 和', ['chinese']],
  ['नमस्ते', ['hindi']],
  ['გამარჯობა', ['georgian']],
  ['ภาษาไทย', ['thai']],
  ['\u0e49', ['thai']],
  ['\u0e47\u0e48 ภาษาไทย', ['thai']],
  ['𐌰𐌱𐌲', ['gothic']],
  ['𠀀𠀁', ['gothic']],
  ['a+b', ['code', 'operators']],
  ['NEAR(godwit flies)', []],
  ['near', ['operators']],
  ['godwit OR swims', []],
  ['godwit -flies', ['godwit']],
  ['godwit AND NOT', []],
  ['god*', []],
  ['x'.repeat(300), ['long']],
  ['x'.repeat(299), []],
  ['isn’t', ['apostrophe']],
  ['100%', ['percent']],
  ['%', []],
  ['_', []],
  ['under', []],
  ['_under_', ['percent']],
  ['3.14', ['digits']],
  ['1e5', ['digits']],
  ['0x1f', ['digits']],
  ['message:godwit', []],
  ['{godwit}', ['godwit']],
  ['^godwit', ['godwit']],
  ['godwit:*', ['godwit']],
  ['godwit\u0000flies', ['godwit']],
  ["'; DROP TABLE chat_messages; --", []],
  ["godwit'", ['godwit']],
  ['"godwit', ['godwit']],
  ['godwit)', ['godwit']],
  ['+godwit ~flies <rest >km @9', []],
  ['+godwit ~flies <rest >km', ['godwit']],
  ['\\godwit', ['godwit']],
  ['\ud800 godwit', []],
  ['', []],
  [' \t\n', []],
  ['*', []],
  ['""', []],
]

onEveryChat((database) => {
  emptied(database)

  test('the same words find the same messages, and nothing that is typed is an error', async () => {
    const on = database.handle()
    const names = Object.keys(ROWS) as Name[]
    await saved(
      on,
      names.map((name) => ROWS[name]),
    )
    await covered(on)
    const answers: (readonly [string, readonly string[]])[] = []
    for (const [words] of ASKED) {
      const found = await texts(searchMessages(on, words))
      answers.push([words, names.filter((name) => found.includes(ROWS[name]))])
    }
    expect(answers).toEqual(ASKED.map(([words, found]) => [words, names.filter((name) => found.includes(name))]))
  })

  test('as many words as somebody pastes are no error, and each has to be there', async () => {
    const on = database.handle()
    const many = Array.from({ length: 3_000 }, (_, n) => `word${n}`).join(' ')
    await saved(on, [many, many.replace('word7 ', '')])
    await covered(on)
    // So much at once makes InnoDB write its index anew, and for some milliseconds it finds nothing: see the document.
    await expect.poll(async () => (await searchMessages(on, many)).map(({ message }) => message === many)).toEqual([true])
  })

  test('newest first, page by page, whatever comes meanwhile', async () => {
    const on = database.handle()
    // Some among the newest and most behind them: a search begins in the rows and goes on in the index.
    const isBird = (n: number): boolean => n % 90 === 0 || (n < 100 && n % 2 === 0)
    const { ids, session_id } = await saved(
      on,
      Array.from({ length: 900 }, (_, n) => (isBird(n) ? `bird ${n}` : `nest ${n}`)),
    )
    const wanted = ids.filter((_, n) => isBird(n)).toReversed()
    for (const limit of [1, 7, 30, 200]) {
      const seen: number[] = []
      for (;;) {
        const before = seen.at(-1)
        const page = await searchMessages(on, 'bird', before === undefined ? { limit } : { limit, before })
        seen.push(...page.map(({ id }) => id))
        if (page.length < limit) break
      }
      expect(seen).toEqual(wanted)
    }
    expect(await searchMessages(on, 'bird', { limit: 0 })).toEqual([])
    expect((await searchMessages(on, 'bird')).map(({ id }) => id)).toEqual(wanted.slice(0, 50))
    expect(await searchMessages(on, 'bird', { session_id, before: ids[0] ?? 0 })).toEqual([])
    await expect(searchMessages(on, 'bird', { limit: -1 })).rejects.toThrow(TypeError)
  })

  test('rows that the index takes for found and that are not do not shorten a page', async () => {
    const on = database.handle()
    // Short on one engine, cut in two or without its marks on others.
    const { ids } = await saved(
      on,
      Array.from({ length: 130 }, (_, n) => (n % 50 === 0 ? 'birds of sea' : 'birds oft sea cafe\u0301 \u00e9e')),
    )
    await covered(on)
    expect((await searchMessages(on, 'birds of', { limit: 3 })).map(({ id }) => id)).toEqual([100, 50, 0].map((n) => ids[n]))
    expect(await searchMessages(on, 'cafe')).toEqual([])
  })

  test('of one session, or of all', async () => {
    const on = database.handle()
    const one = await saved(on, ['a bird'])
    const two = await saved(on, ['another bird', 'a nest'])
    expect(await texts(searchMessages(on, 'bird'))).toEqual(['another bird', 'a bird'])
    expect(await texts(searchMessages(on, 'bird', { session_id: one.session_id }))).toEqual(['a bird'])
    expect(await texts(searchMessages(on, 'a', { session_id: two.session_id }))).toEqual(['a nest'])
    expect(await texts(searchMessages(on, 'bird', { session_id: 0 }))).toEqual([])
    expect(await searchMessages(on, 'nest', { session_id: two.session_id })).toEqual([
      {
        id: two.ids[1],
        session_id: two.session_id,
        message: 'a nest',
        is_user: true,
        character_name: 'Assistant',
        timestamp: expect.any(String),
      },
    ])
  })

  test('in a session that is longer than what is read of one, the rest is found too', async () => {
    const on = database.handle()
    const { ids, session_id } = await saved(on, ['a bird', ...Array<string>(MOST_LOOKED_AT + NEWEST).fill('·'), 'the last bird'])
    await saved(on, ['another bird'])
    expect((await searchMessages(on, 'bird', { session_id })).map(({ id }) => id)).toEqual([ids.at(-1), ids[0]])
    expect(await searchMessages(on, 'another', { session_id })).toEqual([])
  })

  test('what is changed is found by its new words only, what is deleted by none', async () => {
    const on = database.handle()
    const { ids, session_id } = await saved(on, ['old words', 'other words', 'last words'])
    await covered(on)
    const mark = database.dialect === 'postgres' ? '$1' : '?'
    await on.run(`UPDATE chat_messages SET message = 'new sentence' WHERE id = ${mark}`, [ids[0] ?? 0])
    expect(await texts(searchMessages(on, 'old'))).toEqual([])
    expect(await texts(searchMessages(on, 'sentence'))).toEqual(['new sentence'])
    expect(await keepLastMessages(on, session_id, 1)).toBe(2)
    expect(await texts(searchMessages(on, 'sentence'))).toEqual([])
    expect(await texts(searchMessages(on, 'words'))).toEqual(['last words'])
  })

  test('a session takes its messages out of the index too, and what was counted stays counted', async () => {
    const on = database.handle()
    const { session_id } = await saved(on, ['one bird', 'two birds'])
    await saved(on, ['a bird that stays'])
    expect(await deleteSession(on, session_id)).toBe(true)
    expect(await texts(searchMessages(on, 'bird'))).toEqual(['a bird that stays'])
    expect(await indexed(on, 'chat_messages_search')).toBe(1)
    await covered(on)
    expect(await texts(searchMessages(on, 'bird'))).toEqual(['a bird that stays'])
    await saved(on, ['x', 'y', 'z'])
    await checked(on, 'chat_messages_search')
    expect(await clearChatHistory(on)).toBe(4 + NEWEST)
    expect(await indexed(on, 'chat_messages_search')).toBe(0)
  })

  test('memories: by words, of a session, active or not', async () => {
    const on = database.handle()
    const { session_id } = await saved(on, ['hello'])
    const likes = (await saveMemory(on, { session_id, content: 'likes birds' })) ?? 0
    const nests = (await saveMemory(on, { content: 'likes nests' })) ?? 0
    const ids = async (...asked: Parameters<typeof searchMemories> extends [Handle, ...infer Rest] ? Rest : never) =>
      (await searchMemories(on, ...asked)).map(({ id }) => id)
    expect(await ids('likes')).toEqual([nests, likes])
    expect(await ids('likes', { session_id })).toEqual([likes])
    await toggleMemoryStatus(on, likes)
    expect(await ids('likes', { active_only: true })).toEqual([nests])
    expect(await ids('likes', { active_only: true, session_id })).toEqual([])
    expect(await ids('likes', { limit: 1, before: nests })).toEqual([likes])
    await updateMemory(on, nests, 'prefers the sea')
    expect(await ids('nests')).toEqual([])
    expect(await ids('sea')).toEqual([nests])
    await deleteMemory(on, nests)
    expect(await ids('sea')).toEqual([])
    expect(await ids('')).toEqual([])
  })

  test('a text of any length is saved; its first 100 000 characters are searched', async () => {
    const on = database.handle()
    const words = Array.from({ length: 60_000 }, (_, n) => String.fromCodePoint(0x4e00 + (n % 20_000), 0x3041 + (n % 80)))
    const message = `first ${words.join(' ')} last`
    await saved(on, [message])
    expect((await searchMessages(on, 'first')).length).toBe(1)
    expect((await searchMessages(on, 'last')).length).toBe(0)
  }, 30_000)

  test('what the same transaction wrote is found among the newest, and behind them where the engine looks there', async () => {
    const on = database.handle()
    const inside = await on.transaction(async (handle) => {
      await saved(handle, ['a bird that was just written'])
      expect(await searchMessages(handle, 'bird')).toHaveLength(1)
      await covered(handle)
      return searchMessages(handle, 'bird')
    })
    expect(inside).toHaveLength(database.dialect === 'mysql' ? 0 : 1)
    expect(await searchMessages(on, 'bird')).toHaveLength(1)
  })

  test('words that are not a text are refused', async () => {
    const refused: unknown = await searchMessages(database.handle(), null as never).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(TypeError)
    expect(isNotAllowed(refused)).toBe(false)
  })
})

/** FTS5 compares every word of its index with the table. */
async function checked(on: Handle, index: string): Promise<void> {
  if (on.place.dialect === 'sqlite') await on.run(`INSERT INTO ${index}(${index}, rank) VALUES ('integrity-check', 1)`)
}

/** How many rows the index of SQLite has; 0 or more of the others, where the engine itself keeps it. */
async function indexed(on: Handle, index: string): Promise<number> {
  const { rows } = await on.run(
    on.place.dialect === 'sqlite' ? `SELECT COUNT(*) AS n FROM ${index}_docsize` : 'SELECT COUNT(*) AS n FROM chat_messages',
  )
  return Number(rows[0]?.['n'])
}
