// Owns: whom the server tells whether a session is at work that is known by its mark only: not everybody.
// Must not know: how the server is asked, what a run makes of it.

import { randomBytes } from 'node:crypto'
import { postgres, type Session } from '@godwit/core/driver'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { expect, it, onTestFinished } from 'vitest'
import { clientOn, sessionOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  type Database = Awaited<ReturnType<TestServer['freshDatabase']>>

  /** The URL of a role that may log in, and sees nobody else. */
  async function roleOn({ url }: Database, name: string): Promise<{ readonly role: string; readonly url: string }> {
    const role = `${name}_${randomBytes(4).toString('hex')}`
    await server.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'x'`)
    onTestFinished(async () => void (await server.query(`DROP ROLE "${role}"`)))
    const theirs = new URL(url)
    theirs.username = encodeURIComponent(role)
    theirs.password = 'x'
    return { role, url: theirs.href }
  }

  async function asked(url: string, id: string): Promise<unknown> {
    const asker = await sessionOn(url, { pooler: 'transaction' }, 'read')
    const { rows } = await asker.run(postgres.sessions?.running(id, new Date().toISOString()) ?? '')
    await asker.close()
    return rows[0]?.['state'] ?? 'ended'
  }

  async function atWork(session: Session, { query }: Database): Promise<void> {
    void session.run('SELECT pg_sleep(600)').catch(() => {})
    const marker = session.id?.split(':')[1]
    while ((await query(`SELECT 1 FROM pg_stat_activity WHERE query LIKE '/* godwit ${marker} */ SELECT pg_sleep%'`)).length === 0);
  }

  it('another role is not told that it has ended while it may be at work', async () => {
    const fresh = await server.freshDatabase()
    const [one, two, seeing] = [await roleOn(fresh, `o'1:`), await roleOn(fresh, 'two'), await roleOn(fresh, 'seeing')]
    await server.query(`GRANT pg_read_all_stats TO "${seeing.role}"`)
    const session = await sessionOn(one.url, { pooler: 'transaction' })
    const { id = '' } = session
    expect(id.split(':').slice(2).join(':')).toBe(one.role)
    await atWork(session, fresh)
    const answers = async (name: string): Promise<readonly unknown[]> => [
      await asked(one.url, name),
      await asked(two.url, name),
      await asked(seeing.url, name),
    ]
    expect(await answers(id)).toEqual(['running', 'hidden', 'running'])
    const before = id.split(':').slice(0, 2).join(':')
    expect(await answers(before)).toEqual(['running', 'hidden', 'running'])

    await session.close()
    await clientOn(one.url)
    expect(await answers(id)).toEqual(['ended', 'hidden', 'ended'])
  })

  it('backends of other roles hide nothing of a session whose role is known', async () => {
    const fresh = await server.freshDatabase()
    const [one, two] = [await roleOn(fresh, 'one'), await roleOn(fresh, 'two')]
    await clientOn(fresh.url)
    const id = `marker:0f0f0f0f-0000-4000-8000-000000000000`
    expect(await asked(two.url, `${id}:${one.role}`)).toBe('ended')
    // Of whom a record from before does not say whose it was.
    expect(await asked(two.url, id)).toBe('hidden')
  })

  it('where the server does not write down what is run, nobody is told that it has ended', async () => {
    const fresh = await server.freshDatabase()
    const one = await roleOn(fresh, 'one')
    await server.query(`ALTER ROLE "${one.role}" SET track_activities = off`)
    for (const pooler of ['transaction', 'none'] as const) {
      const session = await sessionOn(one.url, { pooler })
      expect(await asked(fresh.url, session.id ?? '')).toBe('hidden')
      await session.close()
    }
  })
})
