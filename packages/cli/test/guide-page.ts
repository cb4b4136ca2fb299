// Owns: a page of the guide acted out: its files written, its commands run, what they print put where the page says it.
// Must not know: what a page is about.

import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { migrate, write } from './spawned.ts'

/**
 * ```` ```sql migrations/1.sql ```` is a file, ```` ```sql app.db ```` is run in that database by somebody else, and ```` ```console ````
 * is a session: `$ npx migrate …`, `$ export NAME=value`, `$ echo $?`.
 */
const BLOCK = /^```(\w+)(?: (\S+))?\n(.*?)^```$/gms

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url))
/** What a project of the guide has installed. */
const INSTALLED = ['cli', 'core', 'driver-better-sqlite3', 'schema-agents']

/** The page as it should read, in a folder that holds nothing yet. */
export async function actedOut(page: string, folder: string): Promise<string> {
  mkdirSync(join(folder, 'node_modules/@godwit'), { recursive: true })
  for (const name of INSTALLED) symlinkSync(join(PACKAGES, name), join(folder, 'node_modules/@godwit', name))
  const shell = { cwd: folder, env: {} as Record<string, string>, code: 0 }
  const text = readFileSync(page, 'utf8')
  let told = ''
  let from = 0
  for (const { 0: block, 1: language = '', 2: file, 3: body = '', index } of text.matchAll(BLOCK)) {
    told += text.slice(from, index)
    from = index + block.length
    if (file?.endsWith('.db') === true) executed(join(folder, file), body)
    else if (file !== undefined) write(folder, { [file]: body })
    told += language === 'console' ? `\`\`\`console\n${await session(body, shell)}\`\`\`` : block
  }
  return told + text.slice(from)
}

function executed(file: string, sql: string): void {
  const database = new Database(file)
  database.exec(sql)
  database.close()
}

interface Shell {
  readonly cwd: string
  readonly env: Record<string, string>
  /** Of the last command. */
  code: number
}

async function session(body: string, shell: Shell): Promise<string> {
  let told = ''
  for (const line of body.split('\n').filter((one) => one.startsWith('$ '))) told += `${line}\n${await answer(line.slice(2), shell)}`
  return told
}

async function answer(command: string, shell: Shell): Promise<string> {
  if (command === 'echo $?') return `${shell.code}\n`
  const [program, ...words] = command.split(' ')
  const [first = '', ...others] = words
  if (program === 'export') {
    const [name = '', value = ''] = first.split('=')
    shell.env[name] = value
    return ''
  }
  if (program !== 'npx' || first !== 'migrate') throw new Error(`A page of the guide runs '${command}', which nobody here can.`)
  const { code, stdout, stderr } = await migrate(shell.cwd, others, { env: shell.env })
  shell.code = code ?? -1
  return settled(stdout + stderr, shell.cwd)
}

/** Without what is different each time: how long it took, when it was, where the folder lies; and without what a formatter takes away. */
function settled(output: string, folder: string): string {
  return output
    .replaceAll(folder, '.')
    .replaceAll(/\b\d+ (?=ms\b)/g, '2 ')
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z\t\d+/g, '2026-01-01T12:00:00.000Z\t2')
    .replaceAll(/[\t ]+$/gm, '')
}
