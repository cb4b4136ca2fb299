// Owns: the YAML file that describes a component, read and written. What somebody else wrote into it stays, comments included.
// Must not know: where such files are, what is in a database.

import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nearest } from '@godwit/core'
import { Document, parseDocument, Scalar } from 'yaml'
import { type Component, type Kind, KINDS } from './component.ts'
import { EXIT, Refusal } from './refusal.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface Description {
  readonly kind: Kind
  readonly name: string
  /** The variable that each key's value is in. One that is undefined is taken out. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

export interface Described {
  readonly name: string
  /** The variable that has the database's URL; undefined where the sessions are in memory. */
  readonly variable: string | undefined
}

/** Makes the file, or sets in it what is different. `file` counts from `folder`. */
export async function describe(folder: string, file: string, { kind, name, variables }: Description): Promise<'as it was' | 'written'> {
  const path = join(folder, file)
  const document = await documentAt(path, file)
  const before = document.toString()
  if (!document.has('component')) document.set('component', kind)
  if (!document.has('name')) document.set('name', name)
  for (const [key, variable] of Object.entries(variables)) {
    if (variable === undefined) document.delete(key)
    else if (document.get(key) !== `\${${variable}}`) document.set(key, reference(variable))
  }
  if (document.toString() === before) return 'as it was'
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, document.toString())
  return 'written'
}

/** What an existing file says; undefined where there is none. */
export async function described(folder: string, file: string): Promise<Described | undefined> {
  const path = join(folder, file)
  if (!existsSync(path)) return undefined
  const document = await documentAt(path, file)
  const [, variable] = /^\$\{(\w+)\}$/.exec(textOf(document, 'database_url') ?? '') ?? []
  return { name: textOf(document, 'name') ?? '', variable }
}

/** `${NAME}` in it is what `environment` has for it. Throws `Refusal` that names the file and what is wrong with it. */
export async function readComponent(path: string, file: string, environment: Environment): Promise<Component> {
  const document = await documentAt(path, file)
  const text = (key: string): string | undefined => {
    const written = textOf(document, key)
    return written?.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => valueOf(name, `${key} of ${file}`, environment))
  }
  const kind = KINDS.find((each) => each === text('component'))
  if (kind === undefined) throw wrong(file, `Its \`component\` is not one of ${KINDS.join(', ')}.`)
  const name = text('name')
  if (name === undefined || name === '') throw wrong(file, 'It has no `name`.')
  const port = Number(text('port') ?? 8000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrong(file, 'Its `port` is not between 0 and 65535.')
  const databaseUrl = text('database_url')
  return { kind, name, file, databaseUrl: databaseUrl === '' ? undefined : databaseUrl, port }
}

async function documentAt(path: string, file: string): Promise<Document> {
  const document: Document = existsSync(path) ? parseDocument(await readFile(path, 'utf8')) : new Document({})
  const [error] = document.errors
  if (error !== undefined) throw wrong(file, error.message)
  const root: unknown = document.toJS()
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw wrong(file, 'It is no mapping of keys to values.')
  return document
}

function reference(variable: string): Scalar {
  const scalar = new Scalar(`\${${variable}}`)
  scalar.type = Scalar.QUOTE_DOUBLE
  return scalar
}

function textOf(document: Document, key: string): string | undefined {
  const value: unknown = document.get(key)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function valueOf(name: string, where: string, environment: Environment): string {
  const value = environment[name]
  if (value !== undefined && value !== '') return value
  const guess =
    nearest(
      name,
      Object.keys(environment).filter((each) => each !== name),
    ) ?? withoutSuffix(name, environment)
  const remedy =
    guess === undefined ? 'Set it in the .env, or take the line out of the file.' : `Did you mean ${guess}? Correct the file or the .env.`
  throw new Refusal(EXIT.usage, `${name}, the ${where}, is ${value === '' ? 'empty' : 'not set'}. ${remedy} No database was touched.`)
}

/** There were versions that wrote the variable of an agent without it. */
function withoutSuffix(name: string, environment: Environment): string | undefined {
  const short = name.replace(/_DATABASE_URL$/, '')
  return short !== name && environment[short] !== undefined ? short : undefined
}

function wrong(file: string, why: string): Refusal {
  return new Refusal(EXIT.usage, `${file} describes no component. ${why} No database was touched; correct it.`)
}
