// Owns: that secrets do not pass.
// Must not know: where text is printed.

import { describe, expect, it } from 'vitest'
import { masked, maskedUrl, scrubbed, secretsOf } from '../src/text/mask.ts'

/** What people have in passwords, and what has a meaning in a URL, a shell or JSON. */
const CHARACTERS = ['@', ':', '/', '#', '%', '?', '&', '$', "'", '"', ' ', '`', '\\', '+', '[', 'é'] as const
const SECRET = 'hunter2-s3cr3t'

describe('a URL is printed', () => {
  it.each([
    [`postgres://app:${SECRET}@db.example:5432/app`, 'postgres://app:***@db.example:5432/app'],
    [`postgres://app:p@ss/w#rd?${SECRET}@db/app`, 'postgres://app:***@db/app'],
    [`postgresql+asyncpg://:${SECRET}@db/app`, 'postgresql+asyncpg://:***@db/app'],
    [`libsql://db.example?authToken=${SECRET}&tls=1`, 'libsql://db.example?authToken=***&tls=1'],
    [`https://db.example/?x=1&auth_token=${SECRET}`, 'https://db.example/?x=1&auth_token=***'],
    [`mysql://db/app?password=${SECRET}`, 'mysql://db/app?password=***'],
    [`postgres://db/app?sslpassword=${SECRET}&sslmode=require`, 'postgres://db/app?sslpassword=***&sslmode=require'],
    ['file:app.db', 'file:app.db'],
    ['postgres://app@db/app', 'postgres://app@db/app'],
  ])('%#: without its secret', (url, shown) => {
    expect(masked(url)).toBe(shown)
  })

  it.each(CHARACTERS.flatMap((character) => [`s3c${character}r3t`, encodeURIComponent(`s3c${character}r3t`)]))(
    'without its secret, whatever that is made of: %s',
    (password) => {
      for (const scheme of ['postgres', 'postgresql+asyncpg', 'mysql', 'mariadb', 'mysql+pymysql']) {
        expect(maskedUrl(`${scheme}://app:${password}@db.example:5432/app?sslmode=require`)).toBe(
          `${scheme}://app:***@db.example:5432/app?sslmode=require`,
        )
      }
    },
  )

  it('without a secret also inside a sentence', () => {
    expect(masked(`cannot reach "mysql://u:${SECRET}@h/d", trying again`)).toBe('cannot reach "mysql://u:***@h/d", trying again')
  })

  it('without a web token, wherever it comes from', () => {
    expect(masked('Bearer eyJhbGciOiJFZERTQSJ9.eyJhIjoicnciLCJpYXQiOjE3fQ.c2lnbmF0dXJl refused')).toBe('Bearer *** refused')
  })
})

describe('what a database says back', () => {
  it('is printed without the secrets of the URL, as written and decoded', () => {
    const secrets = secretsOf('postgres://app:p%40ss%20word@db/app?token=abc%2Fdef')
    expect(secrets).toEqual(expect.arrayContaining(['p%40ss%20word', 'p@ss word', 'abc%2Fdef', 'abc/def']))
    expect(scrubbed('password "p@ss word" of p%40ss%20word is wrong, token abc/def too', secrets)).toBe(
      'password "***" of *** is wrong, token *** too',
    )
  })

  it.each(CHARACTERS)('and without what else a client may make of them: %s', (character) => {
    const plain = `s3c${character}r3t x`
    for (const written of [plain, encodeURIComponent(plain)]) {
      const url = `postgres://app:${written}@db/app`
      const said = [url, written, plain, encodeURIComponent(plain), JSON.stringify({ plain, url }), `'${plain.replaceAll("'", "\\'")}'`]
      if (URL.canParse(url)) said.push(new URL(url).href)
      for (const text of said) expect(scrubbed(`refused: ${text}`, secretsOf(url))).not.toMatch(/s3c|r3t/)
    }
  })

  it('keeps a name that happens to be the password', () => {
    expect(secretsOf('postgres://postgres:postgres@db/postgres')).toEqual([])
    expect(scrubbed('no role postgres at postgres://postgres:postgres@db/postgres', [])).toBe(
      'no role postgres at postgres://postgres:***@db/postgres',
    )
  })

  it.each(['x', 'ab', 'pw1', '$', '"', '.*', '[', '-', '}'])('keeps the words that a short password is a part of: %s', (secret) => {
    const words = `Ubuntu${secret}86_64 and linu${secret}y`
    expect(scrubbed(`${words} refused ${secret} and "${secret}"`, [secret])).toMatch(/^.* refused \*\*\* and /)
    expect(scrubbed(words, [secret])).toBe(words)
  })

  it('survives a password with a stray percent sign', () => {
    expect(secretsOf('postgres://app:100%sure@db/app')).toEqual(expect.arrayContaining(['100%sure']))
  })
})
