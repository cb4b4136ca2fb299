// Owns: that secrets do not pass.
// Must not know: where text is printed.

import { describe, expect, it } from 'vitest'
import { masked, scrubbed, secretsOf } from '../src/mask.ts'

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

  it('survives a password with a stray percent sign', () => {
    expect(secretsOf('postgres://app:100%sure@db/app')).toEqual(['100%sure'])
  })
})
