// Owns: that a libSQL server starts, answers, and keeps its data when it is killed.
// Must not know: libSQL's client.

import { existsSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { startSqld } from '../src/index.ts'
import { describeHaving } from '../src/vitest/index.ts'

async function ask(url: string, ...statements: readonly string[]): Promise<unknown> {
  const requests = statements.map((sql) => ({ type: 'execute', stmt: { sql } }))
  const response = await fetch(`${url}/v2/pipeline`, { method: 'POST', body: JSON.stringify({ requests }) })
  return response.ok ? await response.json() : response.status
}

await describeHaving(['sqld'], 'sqld', () => {
  it('keeps its data when it is killed, and leaves nothing when it is stopped', async () => {
    const server = await startSqld()
    onTestFinished(server.stop)
    await ask(server.http, 'create table bird (name text)', "insert into bird values ('godwit')")
    await server.kill()
    await expect(ask(server.http, 'select 1')).rejects.toThrow('fetch failed')
    await server.start()
    expect(JSON.stringify(await ask(server.http, 'select name from bird'))).toContain('"godwit"')
    await server.stop()
    expect(existsSync(server.folder)).toBe(false)
  })

  it('says what the server printed when it does not start', async () => {
    await expect(startSqld({ jwtKey: 'no key' })).rejects.toThrow(/^sqld did not start:\n(.|\n)*key/i)
  })
})
