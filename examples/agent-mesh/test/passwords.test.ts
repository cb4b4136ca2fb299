// Owns: that a password made of every awkward character lets in and is seen nowhere.
// Must not know: what the commands do.

import { randomBytes } from 'node:crypto'
import { startPostgres } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { parse } from 'dotenv'
import { expect, onTestFinished, test } from 'vitest'
import { emptyProject, type Ended } from './mesh.ts'

const PASSWORD = `@:/#%$'" x`
const WRONG = `wr@ng:/#%$'" y`

interface Account {
  readonly url: (password: string) => string
  readonly tables: () => Promise<readonly string[]>
}

/** No form in which it could be repeated. */
function expectHidden(ended: Ended, password: string): void {
  for (const form of [password, encodeURIComponent(password), encodeURI(password), JSON.stringify(password).slice(1, -1)]) {
    expect(`${ended.out}${ended.err}`).not.toContain(form)
  }
}

function lets(account: () => Promise<Account>): void {
  test('init, add agent and run let in with it, and no output has it (S-X11, S-D6, S-D11)', async () => {
    const { url, tables } = await account()
    const project = await emptyProject()
    const good = url(PASSWORD)
    const init = await project.mesh('init', '--skip', '--port', '0', '--web-ui-gateway-database-url', good)
    expect(init).toMatchObject({ code: 0, err: '' })
    expect(init.out).toContain(`Validating database: ${url('***').replace(encodeURIComponent('***'), '***')}`)
    expect(parse(project.text('.env'))['WEB_UI_GATEWAY_DATABASE_URL']).toBe(good)
    // The gateway’s own: validated, and one database for two is refused by run only.
    const add = await project.mesh('add', 'agent', 'an', '--skip', '--database-url', good)
    expect(add).toMatchObject({ code: 0, err: '' })
    const twice = await project.mesh('run')
    expect(twice).toMatchObject({ code: 5, err: expect.stringContaining('has the database of the agent an') as string })
    const started = project.start('-s', 'an_agent')
    const body = JSON.stringify({ user: 'u', agent: 'orchestrator', text: 'hello' })
    expect((await fetch(`${await started.serving()}/messages`, { method: 'POST', body })).status).toBe(200)
    const ran = await started.stop()
    expect(ran).toMatchObject({ code: 0 })
    expect(await tables()).toContain('chat_messages')
    for (const ended of [init, add, twice, ran]) expectHidden(ended, PASSWORD)
  })

  test('nor has the message about a wrong one (S-D6)', async () => {
    const { url } = await account()
    const project = await emptyProject()
    const bad = url(WRONG)
    const init = await project.mesh('init', '--skip', '--web-ui-gateway-database-url', bad)
    expect(init.code).toBe(4)
    expect(init.err).toMatch(/cannot be used for the gateway\./)
    await project.mesh('init', '--skip', '--web-ui-gateway-database-url', url(PASSWORD))
    const ran = await project.meshIn({ env: { ...process.env, WEB_UI_GATEWAY_DATABASE_URL: bad, WEB_UI_GATEWAY_PORT: '0' } }, 'run', '-u')
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('gateway webui_gateway (configs/gateways/webui.yaml)') as string })
    for (const ended of [init, ran]) expectHidden(ended, WRONG)
  })
}

test('an argument in the wrong place is repeated without its password (S-D6)', async () => {
  const project = await emptyProject()
  for (const url of [`postgres://u:${encodeURIComponent(WRONG)}@h/x`, `postgres://u:${WRONG}@h/x`]) {
    for (const args of [
      ['init', url],
      ['add', 'agent', url],
      ['run', url],
    ]) {
      const ended = await project.mesh(...args)
      expect(ended.code).toBe(5)
      expectHidden(ended, WRONG)
    }
  }
})

describeOn('postgres-15', () => {
  lets(async () => {
    const { user, host, port, query, stop } = await startPostgres({ password: PASSWORD })
    onTestFinished(() => stop())
    const tables = async (): Promise<readonly string[]> =>
      (await query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")).map((row) =>
        String(row['table_name']),
      )
    return { tables, url: (password) => `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres` }
  })
})

describeOn('mariadb', (server) => {
  lets(async () => {
    const { host, port, database, query } = await server.freshDatabase()
    const user = `u${randomBytes(6).toString('hex')}`
    await server.query(`CREATE USER ${user}@'%' IDENTIFIED BY ?`, [PASSWORD])
    onTestFinished(() => void server.query(`DROP USER ${user}@'%'`))
    await server.query(`GRANT ALL ON ${database}.* TO ${user}@'%'`)
    const tables = async (): Promise<readonly string[]> =>
      (await query('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()')).map((row) =>
        String(row['name']),
      )
    return { tables, url: (password) => `mysql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}` }
  })
})
