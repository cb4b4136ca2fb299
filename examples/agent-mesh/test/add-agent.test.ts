// Owns: what `mesh add agent` writes, a first time and again, and which agents it refuses.
// Must not know: how.

import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { emptyFolder, emptyProject, keysOf, projectIn, type Project } from './mesh.ts'
import { onEveryEngine } from './on-every-engine.ts'

const SQL = ['--session-service-type', 'sql', '--skip']

async function initialised(): Promise<Project> {
  const project = await emptyProject()
  await project.mesh('init', '--skip')
  return project
}

/** Everything that a command may have written. */
function contents(project: Project): readonly (readonly [string, string])[] {
  return project.files().map((file) => [file, project.text(file)])
}

onEveryEngine(({ fresh }) => {
  test('an agent gets its variable, its configuration and a database that was found to work; again changes one line (S-U3, S-D3)', async () => {
    const project = await initialised()
    const [first, second] = [await fresh(project.folder, 'first'), await fresh(project.folder, 'second')]
    const before = project.text('.env')
    const { code, out, err } = await project.mesh('add', 'agent', 'MyNewAgent', '--skip', '--database-url', first.url)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Database validation successful for the agent')
    expect(out).toContain('Agent configuration created: configs/agents/my_new_agent_agent.yaml')
    expect(project.text('.env').startsWith(`${before}MY_NEW_AGENT_DATABASE_URL=`)).toBe(true)
    expect(parse(project.text('.env'))).toEqual({ ...parse(before), MY_NEW_AGENT_DATABASE_URL: first.url })
    expect(project.text('configs/agents/my_new_agent_agent.yaml')).toBe(
      'component: agent\nname: MyNewAgent\ndatabase_url: "${MY_NEW_AGENT_DATABASE_URL}"\n',
    )

    const once = contents(project)
    await project.mesh('add', 'agent', 'MyNewAgent', ...SQL)
    expect(contents(project)).toEqual(once)
    expect(await project.mesh('add', 'agent', 'MyNewAgent', '--skip', '--database-url', second.url)).toMatchObject({ code: 0 })
    expect(parse(project.text('.env'))).toEqual({ ...parse(before), MY_NEW_AGENT_DATABASE_URL: second.url })
    expect(keysOf(project.text('.env'))).toEqual([...keysOf(before), 'MY_NEW_AGENT_DATABASE_URL'])
    expect(await second.tables()).toEqual([])
  })
})

describe('refused', () => {
  test('a database that cannot be used: nothing is written (S-U3)', async () => {
    const project = await initialised()
    const before = contents(project)
    const { code, err } = await project.mesh('add', 'agent', 'an', '--skip', '--database-url', 'postgres://me:hunter2@127.0.0.1:1/x')
    expect(code).toBe(4)
    expect(err).toContain('The database postgres://me:***@127.0.0.1:1/x cannot be used for the agent.')
    expect(contents(project)).toEqual(before)
  })

  test('names of the gateway and the orchestrator: their variables and files stay theirs (S-D4)', async () => {
    const project = await initialised()
    const before = contents(project)
    for (const name of ['web-ui-gateway', 'WebUIGateway', 'webui-gateway', 'orchestrator']) {
      expect(await project.mesh('add', 'agent', name, ...SQL)).toMatchObject({ code: 5 })
      expect(contents(project)).toEqual(before)
    }
  })

  test('names that are paths or more than one line: nothing is written, here or elsewhere (S-D5)', async () => {
    const around = projectIn(await emptyFolder())
    const inner = projectIn(join(around.folder, 'a', 'b'))
    await mkdir(inner.folder, { recursive: true })
    await inner.mesh('init', '--skip')
    const before = contents(around)
    for (const name of ['../../x', '..', '/etc/x', 'a\nLLM_KEY=1', '${HOME}']) {
      const { code, err } = await inner.mesh('add', 'agent', name, ...SQL)
      expect(code).toBe(5)
      expect(err).toContain(`An agent cannot be called ${JSON.stringify(name)}`)
      expect(contents(around)).toEqual(before)
    }
  })

  test('a name that would have the files of another (S-U4, S-D4)', async () => {
    const project = await initialised()
    await project.mesh('add', 'agent', 'MyNewAgent', ...SQL)
    const before = contents(project)
    const { code, err } = await project.mesh('add', 'agent', 'my-new-agent', ...SQL)
    expect(code).toBe(5)
    expect(err).toContain('The agent "MyNewAgent" has configs/agents/my_new_agent_agent.yaml and MY_NEW_AGENT_DATABASE_URL already')
    expect(contents(project)).toEqual(before)
  })

  test('a name whose variable is somebody else’s', async () => {
    const project = await initialised()
    await appendFile(join(project.folder, '.env'), 'ANALYTICS_DATABASE_URL="postgres://me:hunter2@h/analytics"\n')
    const before = contents(project)
    const { code, err } = await project.mesh('add', 'agent', 'analytics', ...SQL)
    expect(code).toBe(5)
    expect(err).toContain('has ANALYTICS_DATABASE_URL already')
    expect(err).not.toContain('hunter2')
    expect(contents(project)).toEqual(before)
  })

  test('memory together with a URL, and anything outside of a project', async () => {
    const project = await initialised()
    const flags = ['--session-service-type', 'memory', '--database-url', 'file:data/a.db']
    expect(await project.mesh('add', 'agent', 'an', ...flags)).toMatchObject({ code: 5 })
    const nowhere = await emptyProject()
    expect(await nowhere.mesh('add', 'agent', 'an', ...SQL)).toMatchObject({ code: 5 })
    expect(nowhere.files()).toEqual([])
  })
})

describe('on libSQL, in a file', () => {
  test('a person is asked where its sessions are to be (S-U3, S-D16)', async () => {
    const project = await initialised()
    const { code, out } = await project.meshIn({ input: 'y\ny\nsqlite\n' }, 'add', 'agent', 'an')
    expect(code).toBe(0)
    expect(out).toContain('Using the default file: file:data/an.db')
    expect(project.has('data/an.db')).toBe(true)
    expect(await project.meshIn({ input: 'n\n' }, 'add', 'agent', 'other')).toMatchObject({ code: 0 })
    expect(project.text('configs/agents/other_agent.yaml')).toBe('component: agent\nname: other\n')
  })

  test('a project that is moved takes its databases along (S-D7)', async () => {
    const around = await emptyFolder()
    const project = projectIn(join(around, 'before'))
    await mkdir(project.folder)
    await project.mesh('init', '--skip')
    await project.mesh('add', 'agent', 'an', ...SQL)
    expect(project.text('.env')).not.toContain(around)
    await rename(project.folder, join(around, 'after'))
    const moved = projectIn(join(around, 'after'))
    // Also from a folder below.
    const { code, out } = await moved.meshIn({ cwd: join(moved.folder, 'configs') }, 'run', '-s', 'webui')
    expect(code).toBe(0)
    expect(out).toContain('migrated agent-state 001')
    expect(moved.text('data/an.db').startsWith('SQLite format 3')).toBe(true)
    expect(
      projectIn(around)
        .files()
        .every((file) => file.startsWith('after/')),
    ).toBe(true)
  })

  test.each(['C:\\new\\test.db', 'file:data/50%25 $HOME `".db', "sp ace'.db"])(
    '%j is read back and opened as it was given (S-D7)',
    async (url) => {
      const project = await initialised()
      expect(await project.mesh('add', 'agent', 'an', '--skip', '--database-url', url)).toMatchObject({ code: 0 })
      expect(parse(project.text('.env'))['AN_DATABASE_URL']).toBe(url)
      const made = project.files().filter((file) => file.endsWith('.db') && file !== 'data/webui_gateway.db')
      expect(made).toEqual([url.startsWith('file:') ? 'data/50% $HOME `".db' : url])
      expect(await project.mesh('run', 'configs/agents')).toMatchObject({ code: 0 })
      expect(project.text(made[0] ?? '').startsWith('SQLite format 3')).toBe(true)
    },
  )

  test('an agent of a version that left out the suffix runs, and add agent gives it the variable of today (S-D15)', async () => {
    const project = await initialised()
    await writeFile(
      join(project.folder, 'configs/agents/an_agent_agent.yaml'),
      'component: agent\nname: AnAgent\ndatabase_url: "${AN_AGENT}"\n',
    )
    await appendFile(join(project.folder, '.env'), 'AN_AGENT="file:data/old.db"\n')
    expect((await project.mesh('run', 'configs/agents')).out).toContain('migrated agent-state 001')
    expect(await project.mesh('add', 'agent', 'AnAgent', '--skip')).toMatchObject({ code: 0 })
    expect(parse(project.text('.env'))).toMatchObject({ AN_AGENT: 'file:data/old.db', AN_AGENT_DATABASE_URL: 'file:data/old.db' })
    expect(project.text('configs/agents/an_agent_agent.yaml')).toContain('"${AN_AGENT_DATABASE_URL}"')
    expect((await project.mesh('run', 'configs/agents')).out).toContain('AnAgent (configs/agents/an_agent_agent.yaml): up to date')
  })

  test('where only one of file and .env has the suffix, run names both, and add agent puts it right (S-D15)', async () => {
    const project = await initialised()
    const file = 'configs/agents/an_agent_agent.yaml'
    await writeFile(join(project.folder, file), 'component: agent\nname: AnAgent\ndatabase_url: "${AN_AGENT_DATABASE_URL}"\n')
    await appendFile(join(project.folder, '.env'), 'AN_AGENT="file:data/old.db"\n')
    const { code, err } = await project.mesh('run', 'configs/agents')
    expect(code).toBe(5)
    expect(err).toContain(`AN_AGENT_DATABASE_URL, the database_url of ${file}, is not set. Did you mean AN_AGENT?`)
    expect(await project.mesh('add', 'agent', 'AnAgent', '--skip')).toMatchObject({ code: 0 })
    expect(await project.mesh('run', 'configs/agents')).toMatchObject({ code: 0 })
    expect(project.has('data/old.db')).toBe(true)
  })
})
