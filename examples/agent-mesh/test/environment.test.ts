// Owns: which files and which environment `mesh run` takes, and how it ends.
// Must not know: migrations.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { emptyFolder, emptyProject, projectIn, type Project } from './mesh.ts'
import { onEveryEngine } from './on-every-engine.ts'

async function write(project: Project, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    const path = join(project.folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
}

const agent = (name: string): string => `component: agent\nname: ${name}\n`
const readyIn = (out: string): readonly string[] => [...out.matchAll(/^(\S+) is ready$/gm)].map(([, name = '']) => name)

test('all .yaml and .yml under configs are read but those that begin with _ or shared_config, and the list is printed (S-U5)', async () => {
  const project = await emptyProject()
  await write(project, {
    '.env': '',
    'configs/agents/a.yaml': agent('a'),
    'configs/agents/b.yml': agent('b'),
    'configs/c.yaml': agent('c'),
    'configs/deep/er/d.yaml': agent('d'),
    'configs/_e.yaml': agent('e'),
    'configs/shared_config.yaml': 'anything: [',
    'configs/shared_config_2.yml': agent('f'),
    'configs/g.json': '{}',
    'configs/h.yaml.txt': agent('h'),
  })
  const all = await project.mesh('run')
  expect(all).toMatchObject({ code: 0 })
  expect(all.out).toMatch(
    /^Configuration files:\n {2}configs\/agents\/a\.yaml\n {2}configs\/agents\/b\.yml\n {2}configs\/c\.yaml\n {2}configs\/deep\/er\/d\.yaml\n/,
  )
  expect(readyIn(all.out)).toEqual(['a', 'b', 'c', 'd'])
  expect(readyIn((await project.mesh('run', '-s', 'a.yaml', '--skip', 'c')).out)).toEqual(['b', 'd'])
  expect(readyIn((await project.mesh('run', 'configs/_e.yaml', 'configs/agents')).out)).toEqual(['e', 'a', 'b'])
  expect(readyIn((await project.mesh('run', 'configs/c.yaml', 'configs', '-s', 'd')).out)).toEqual(['c', 'a', 'b'])
})

test('the nearest .env upwards goes before the environment; -u leaves it out; without one there is a warning (S-U5, S-M3)', async () => {
  const around = projectIn(await emptyFolder())
  const project = projectIn(join(around.folder, 'a/b'))
  await write(project, { 'configs/x.yaml': agent('${WHO}') })
  await write(around, { '.env': 'WHO="theFile"\n' })
  const env = { ...process.env, WHO: 'theSystem' }
  const below = join(project.folder, 'configs')
  const ready = async (...args: readonly string[]): Promise<readonly string[]> =>
    readyIn((await project.meshIn({ env, cwd: below }, 'run', ...args)).out)
  expect(await ready()).toEqual(['theFile'])
  expect(await ready('-u')).toEqual(['theSystem'])
  expect(await ready('--system-env')).toEqual(['theSystem'])
  await write(project, { '.env': 'WHO="theNearest"\n' })
  expect(await ready()).toEqual(['theNearest'])
  await rm(join(project.folder, '.env'))
  await rm(join(around.folder, '.env'))
  const without = await project.meshIn({ env }, 'run')
  expect(without).toMatchObject({ code: 0, err: expect.stringContaining('Warning: There is no .env here or above') as string })
  expect(readyIn(without.out)).toEqual(['theSystem'])
})

test('a component without a database_url is warned about and keeps its sessions in memory, and there is no database (S-M4)', async () => {
  const project = await emptyProject()
  await write(project, { '.env': '', 'configs/g.yaml': 'component: gateway\nname: g\nport: 0\n', 'configs/a.yaml': agent('a') })
  const say = async (url: string, session?: string): Promise<{ session: string; answer: string }> => {
    const body = JSON.stringify({ user: 'u', agent: 'a', text: 'x', session })
    return (await (await fetch(`${url}/messages`, { method: 'POST', body })).json()) as { session: string; answer: string }
  }
  const first = project.start()
  const url = await first.serving()
  const { session } = await say(url)
  expect(await say(url, session)).toEqual({ session, answer: 'a has heard 2 of this session' })
  const { code, err } = await first.stop()
  expect(code).toBe(0)
  expect(err).toContain('Warning: The gateway g (configs/g.yaml) has no database_url: it keeps its sessions in memory')
  expect(err).toContain('Warning: The agent a (configs/a.yaml) has no database_url')
  const second = project.start()
  expect(await (await fetch(`${await second.serving()}/sessions?user=u`)).json()).toEqual([])
  await second.stop()
  expect(project.files()).toEqual(['.env', 'configs/a.yaml', 'configs/g.yaml'])
})

test.each([
  [
    'a variable that nothing has',
    { 'configs/a.yaml': `${agent('a')}database_url: "\${A_DATABASE_URL}"\n` },
    5,
    /A_DATABASE_URL, the database_url of configs\/a\.yaml, is not set/,
  ],
  ['a file that is no YAML', { 'configs/a.yaml': 'component: [' }, 5, /configs\/a\.yaml describes no component/],
  ['an unknown component', { 'configs/a.yaml': 'component: agnet\nname: a\n' }, 5, /not one of gateway, orchestrator, agent/],
  ['one name twice', { 'configs/a.yaml': agent('a'), 'configs/b.yaml': agent('a') }, 5, /has the name of the agent a \(configs\/a\.yaml\)/],
  [
    'a scheme that nothing reads',
    { 'configs/a.yaml': `${agent('a')}database_url: postgers://u:hunter2@h/x\n` },
    5,
    /Did you mean postgres:/,
  ],
  ['nothing at all', { 'configs/_a.yaml': agent('a') }, 5, /There is nothing to run/],
])('%s ends it with a code that is not 0, and nothing starts (S-U5)', async (_, files, code, words) => {
  const project = await emptyProject()
  await write(project, { '.env': '', ...files })
  const ended = await project.mesh('run')
  expect(ended).toMatchObject({ code, err: expect.stringMatching(words) as string })
  expect(readyIn(ended.out)).toEqual([])
  expect(ended.err).not.toContain('hunter2')
})

test('a gateway whose port is taken ends the program with its code (S-U5)', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const project = await emptyProject()
  await write(project, { '.env': '', 'configs/g.yaml': `component: gateway\nname: g\nport: ${port}\n` })
  const { code, err } = await project.mesh('run')
  expect(code).toBe(1)
  expect(err).toMatch(/The gateway g \(configs\/g\.yaml\) cannot listen: .*EADDRINUSE/)
})

onEveryEngine(({ fresh }) => {
  test('beside an agent that has a database, one without a database_url starts without a migration, and writes nothing (S-M4)', async () => {
    const project = await emptyProject()
    const { url, tables } = await fresh(project.folder, 'a')
    await write(project, { '.env': '', 'configs/b.yaml': agent('b') })
    expect(await project.mesh('add', 'agent', 'a', '--skip', '--database-url', url)).toMatchObject({ code: 0 })
    const files = project.files()
    const { code, out, err } = await project.mesh('run')
    expect({ code, ready: readyIn(out) }).toEqual({ code: 0, ready: ['a', 'b'] })
    expect(err).toContain('Warning: The agent b (configs/b.yaml) has no database_url')
    expect(err).not.toContain('The agent a ')
    expect(await tables()).toContain('migrations')
    expect(project.files()).toEqual(files)
  })
})
