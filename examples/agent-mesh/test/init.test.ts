// Owns: what `mesh init` writes, a first time and again, on every engine.
// Must not know: how.

import { statSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { emptyProject, keysOf } from './mesh.ts'
import { onEveryEngine } from './on-every-engine.ts'

const GATEWAY = 'WEB_UI_GATEWAY_DATABASE_URL'
const ORCHESTRATOR = 'ORCHESTRATOR_DATABASE_URL'

describe('on libSQL, with nothing said', () => {
  test('an empty folder gets an empty file for the gateway, a .env that names it, and no table anywhere (S-X1, S-T2, S-U2, S-M2)', async () => {
    const project = await emptyProject()
    const { code, out, err } = await project.mesh('init', '--skip')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(project.files()).toEqual([
      '.env',
      'configs/agents/main_orchestrator.yaml',
      'configs/gateways/webui.yaml',
      'data/webui_gateway.db',
    ])
    // Not one byte: neither tables nor bookkeeping.
    expect(statSync(join(project.folder, 'data/webui_gateway.db')).size).toBe(0)
    expect(parse(project.text('.env'))).toEqual({ NAMESPACE: 'mesh', WEB_UI_GATEWAY_PORT: '8000', [GATEWAY]: 'file:data/webui_gateway.db' })
    expect(project.text('.env')).toContain(`\n${GATEWAY}="file:data/webui_gateway.db"\n`)
    expect(project.text('configs/gateways/webui.yaml')).toContain(`database_url: "\${${GATEWAY}}"`)
    expect(out).toContain('Using the default file: file:data/webui_gateway.db')
    const steps = [...out.matchAll(/^--- Step (\d) of 7: (.+) ---$/gm)].map(([, n]) => n)
    expect(steps).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })

  test('the default files of orchestrator and agents are empty, too, and called after them (S-T2, S-D1)', async () => {
    const project = await emptyProject()
    expect(await project.mesh('init', '--skip', '--session-service-type', 'sql')).toMatchObject({ code: 0 })
    expect(await project.mesh('add', 'agent', 'My New-agent', '--session-service-type', 'sql', '--skip')).toMatchObject({ code: 0 })
    for (const name of ['webui_gateway', 'orchestrator', 'my_new_agent']) {
      expect(statSync(join(project.folder, `data/${name}.db`)).size).toBe(0)
    }
    expect(parse(project.text('.env'))).toMatchObject({
      [ORCHESTRATOR]: 'file:data/orchestrator.db',
      MY_NEW_AGENT_DATABASE_URL: 'file:data/my_new_agent.db',
    })
  })

  test('only its owner may read a new .env; the mode of an old one stays', async () => {
    const project = await emptyProject()
    await project.mesh('init', '--skip')
    expect(statSync(join(project.folder, '.env')).mode & 0o777).toBe(0o600)
    const other = await emptyProject()
    await writeFile(join(other.folder, '.env'), 'A=1\n', { mode: 0o644 })
    await other.mesh('init', '--skip')
    expect(statSync(join(other.folder, '.env')).mode & 0o777).toBe(0o644)
    expect(other.text('.env').startsWith('A=1\nNAMESPACE=')).toBe(true)
  })
})

describe('asked', () => {
  test('a person is told the step, the file and that it works, and nothing but the answers is asked (S-U1)', async () => {
    const project = await emptyProject()
    // Namespace, orchestrator in a database, port, own database for the gateway, own for the orchestrator.
    const { code, out, err } = await project.meshIn({ input: 'sales\ny\n\nn\nn\n' }, 'init')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('--- Step 5 of 7: Database Setup ---\nUse your own database for the gateway? (y/N)')
    expect(out).toContain('Using the default file: file:data/webui_gateway.db')
    expect(out).toContain('Database validation successful for the gateway')
    expect(out).toContain('Database validation successful for the orchestrator')
    expect(out.endsWith('Project initialization complete!\n')).toBe(true)
    expect(parse(project.text('.env'))).toEqual({
      NAMESPACE: 'sales',
      WEB_UI_GATEWAY_PORT: '8000',
      [GATEWAY]: 'file:data/webui_gateway.db',
      [ORCHESTRATOR]: 'file:data/orchestrator.db',
    })
    expect(project.has('data/orchestrator.db')).toBe(true)
  })

  test.each(['sqlite', 'SQLite', ''])('own database, and then %j for it, is the default file (S-D16)', async (typed) => {
    const project = await emptyProject()
    const { code, out, err } = await project.meshIn({ input: `\nn\n\ny\n${typed}\n` }, 'init')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Database validation successful for the gateway')
    expect(parse(project.text('.env'))[GATEWAY]).toBe('file:data/webui_gateway.db')
    expect(project.has('data/webui_gateway.db')).toBe(true)
  })

  test('where the answers end too soon, nothing is written', async () => {
    const project = await emptyProject()
    const { code, err } = await project.meshIn({ input: 'sales\ny\n' }, 'init')
    expect(code).toBe(2)
    expect(err).toContain('There is nobody to answer.')
    expect(project.files()).toEqual([])
  })

  test('a database that cannot be used stops it with the reason, before a file or a .env is written (S-U1)', async () => {
    const project = await emptyProject()
    const { code, out, err } = await project.meshIn({ input: '\nn\n\ny\nmysql://me:hunter2@127.0.0.1:1/x\n' }, 'init')
    expect(code).toBe(4)
    expect(out).toContain('Using provided database URL\nValidating database: mysql://me:***@127.0.0.1:1/x\n')
    expect(err).toMatch(/^Error: The database mysql:\/\/me:\*\*\*@127\.0\.0\.1:1\/x cannot be used for the gateway\. .*ECONNREFUSED/)
    expect(out).not.toContain('complete')
    expect(project.files()).toEqual([])
  })

  test('one database that can be used and one that cannot write neither (S-U1)', async () => {
    const project = await emptyProject()
    await writeFile(join(project.folder, 'letter.txt'), 'This is a letter and no database, however one looks at it. '.repeat(20))
    const { code, err } = await project.mesh('init', '--skip', '--orchestrator-database-url', 'file:letter.txt')
    expect(code).toBe(4)
    expect(err).toMatch(/file:letter\.txt cannot be used for the orchestrator\. .*not a database/)
    expect(project.files()).toEqual(['letter.txt'])
  })
})

onEveryEngine(({ kind, fresh }) => {
  test('init and add agent name the databases that they are given, and leave them without a table (S-X2, S-X1, S-U2, S-M2)', async () => {
    const project = await emptyProject()
    const gateway = await fresh(project.folder, 'webui_gateway')
    const orchestrator = await fresh(project.folder, 'orchestrator')
    const agent = await fresh(project.folder, 'agent')
    const flags = ['--web-ui-gateway-database-url', gateway.url, '--orchestrator-database-url', orchestrator.url]
    expect(await project.mesh('init', '--skip', ...flags)).toMatchObject({ code: 0, err: '' })
    expect(await project.mesh('add', 'agent', 'an', '--skip', '--database-url', agent.url)).toMatchObject({ code: 0, err: '' })
    expect(parse(project.text('.env'))).toMatchObject({
      [GATEWAY]: gateway.url,
      [ORCHESTRATOR]: orchestrator.url,
      AN_DATABASE_URL: agent.url,
    })
    const made = project.files().filter((file) => !file.startsWith('configs/') && file !== '.env')
    expect(made).toEqual(kind === 'server' ? [] : ['data/agent.db', 'data/orchestrator.db', 'data/webui_gateway.db'])
    for (const { tables } of [gateway, orchestrator, agent]) expect(await tables()).toEqual([])
  })

  test('beside a database that is named, what is not named has its default file, empty, and the database stays empty, too (S-T2)', async () => {
    const project = await emptyProject()
    const gateway = await fresh(project.folder, 'named')
    const flags = ['--web-ui-gateway-database-url', gateway.url, '--session-service-type', 'sql']
    expect(await project.mesh('init', '--skip', ...flags)).toMatchObject({ code: 0, err: '' })
    expect(await project.mesh('add', 'agent', 'My New-agent', '--session-service-type', 'sql', '--skip')).toMatchObject({ code: 0 })
    for (const name of ['orchestrator', 'my_new_agent']) expect(statSync(join(project.folder, `data/${name}.db`)).size).toBe(0)
    expect(project.has('data/webui_gateway.db')).toBe(false)
    expect(parse(project.text('.env'))).toMatchObject({ [GATEWAY]: gateway.url, [ORCHESTRATOR]: 'file:data/orchestrator.db' })
    expect(await gateway.tables()).toEqual([])
  })

  test('init again keeps every key, comment and agent, and the orchestrator keeps its variable (S-D1, S-D2)', async () => {
    const project = await emptyProject()
    const [gateway, orchestrator, agent] = [
      await fresh(project.folder, 'g'),
      await fresh(project.folder, 'o'),
      await fresh(project.folder, 'a'),
    ]
    await project.mesh('init', '--skip', '--web-ui-gateway-database-url', gateway.url, '--orchestrator-database-url', orchestrator.url)
    await project.mesh('add', 'agent', 'an', '--skip', '--database-url', agent.url)
    await appendFile(join(project.folder, '.env'), "\n# theirs\nexport LLM_KEY='k#1' # not ours\n")
    await appendFile(join(project.folder, 'configs/gateways/webui.yaml'), '# by hand\ntitle: Sales\n')
    const before = [project.text('.env'), project.files(), project.text('configs/gateways/webui.yaml')]

    expect(await project.mesh('init', '--skip')).toMatchObject({ code: 0 })
    expect([project.text('.env'), project.files(), project.text('configs/gateways/webui.yaml')]).toEqual(before)

    const other = await fresh(project.folder, 'other')
    await project.mesh('init', '--skip', '--orchestrator-database-url', other.url)
    expect(parse(project.text('.env'))).toEqual({ ...parse(String(before[0])), [ORCHESTRATOR]: other.url })
    expect(keysOf(project.text('.env')).filter((key) => key === ORCHESTRATOR)).toHaveLength(1)
    expect(project.text('.env')).toContain("\n# theirs\nexport LLM_KEY='k#1' # not ours\n")
    // What the YAML points at is there.
    expect(project.text('configs/agents/main_orchestrator.yaml')).toContain(`database_url: "\${${ORCHESTRATOR}}"`)
  })
})
