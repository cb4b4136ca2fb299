// Owns: what the arguments mean.
// Must not know: what a command does.

import { parseArgs, type ParseArgsConfig } from 'node:util'
import { nearest } from '@godwit/core'
import type { InitOptions } from './init.ts'
import { EXIT, Refusal } from './refusal.ts'
import { sentence } from './sentence.ts'
import type { RunOptions } from './run.ts'
import { ownOrDefault, type Storage } from './storage.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'init'; readonly asked: 'nobody' | 'person'; readonly options: InitOptions }
  | { readonly kind: 'add agent'; readonly asked: 'nobody' | 'person'; readonly name: string; readonly storage: Storage }
  | { readonly kind: 'run'; readonly options: RunOptions }

export const USAGE = `mesh init [--skip] [--namespace NAME] [--port N] [--web-ui-gateway-database-url URL]
          [--orchestrator-database-url URL] [--session-service-type memory|sql]
mesh add agent NAME [--skip] [--session-service-type memory|sql] [--database-url URL]
mesh run [FILE or FOLDER …] [-s, --skip FILE]… [-u, --system-env]`

/** Throws `Refusal` on anything that is not understood. */
export function readCommand(args: readonly string[]): Command {
  const [first, ...rest] = args
  switch (first) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { kind: 'help' }
    case 'init':
      return readInit(rest)
    case 'add':
      if (rest[0] !== 'agent') throw usage('`mesh add` adds an agent: mesh add agent NAME.')
      return readAddAgent(rest.slice(1))
    case 'run':
      return readRun(rest)
    default: {
      const guess = nearest(first, ['init', 'add', 'run', 'help'])
      throw usage(`There is no command of that name.${guess === undefined ? '' : ` Did you mean ${guess}?`}`)
    }
  }
}

const service = { type: 'string' } as const
const skip = { type: 'boolean', short: 's' } as const

function readInit(args: readonly string[]): Command {
  const { values } = parsed({
    args: [...args],
    options: {
      skip,
      namespace: { type: 'string' },
      port: { type: 'string' },
      'web-ui-gateway-database-url': { type: 'string' },
      'orchestrator-database-url': { type: 'string' },
      'session-service-type': service,
    },
  })
  const port = values.port
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) throw usage('--port is a number from 0 to 65535.')
  const gateway = values['web-ui-gateway-database-url']
  const orchestrator = storageOf(values['session-service-type'], values['orchestrator-database-url'], '--orchestrator-database-url')
  const options = { gateway: storageOf(undefined, gateway, ''), orchestrator, namespace: values.namespace, port }
  return { kind: 'init', asked: values.skip === true ? 'nobody' : 'person', options }
}

function readAddAgent(args: readonly string[]): Command {
  const options = { skip, 'session-service-type': service, 'database-url': { type: 'string' } } as const
  const { values, positionals } = parsed({ args: [...args], allowPositionals: true, options })
  const [name, ...more] = positionals
  if (name === undefined) throw usage('`mesh add agent` needs a name.')
  if (more.length > 0) throw usage('`mesh add agent` adds one agent; a name with spaces stands in quotes.')
  const storage = storageOf(values['session-service-type'], values['database-url'], '--database-url')
  return { kind: 'add agent', asked: values.skip === true ? 'nobody' : 'person', name, storage }
}

function readRun(args: readonly string[]): Command {
  const { values, positionals } = parsed({
    args: [...args],
    allowPositionals: true,
    options: { skip: { type: 'string', short: 's', multiple: true }, 'system-env': { type: 'boolean', short: 'u' } },
  })
  const environment = values['system-env'] === true ? 'system' : '.env'
  return { kind: 'run', options: { files: positionals, skipped: values.skip ?? [], environment } }
}

function storageOf(type: string | undefined, url: string | undefined, flag: string): Storage {
  if (type !== undefined && type !== 'memory' && type !== 'sql') throw usage('--session-service-type is memory or sql.')
  if (type === 'memory' && url !== undefined) throw usage(`--session-service-type memory has no use for ${flag}: leave one of them out.`)
  if (url !== undefined) return ownOrDefault(url)
  return type === undefined ? { kind: 'unsaid' } : { kind: type }
}

function parsed<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw usage(sentence(error))
  }
}

function usage(why: string): Refusal {
  return new Refusal(EXIT.usage, `${why} Nothing was done.\n${USAGE}`)
}
