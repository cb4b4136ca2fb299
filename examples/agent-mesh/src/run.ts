// Owns: `mesh run`: every database up to date, and only then the components.
// Must not know: the command line, how a line is migrated.

import { type Driver, isDriverError } from '@godwit/core'
import { keyOf, readAddress } from './address.ts'
import { called, type Component } from './component.ts'
import { readComponent } from './component-file.ts'
import { discover } from './discover.ts'
import { findEnvFile, readEnvFile } from './env-file.ts'
import { type Ready, work } from './mesh.ts'
import { migrated } from './migrate.ts'
import { openDriver } from './open-driver.ts'
import type { Output } from './output.ts'
import { findProject } from './project.ts'
import { EXIT, Refusal } from './refusal.ts'
import { sentence } from './sentence.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface RunOptions {
  readonly files: readonly string[]
  readonly skipped: readonly string[]
  /** `.env`: the nearest one goes before what the process was given. */
  readonly environment: '.env' | 'system'
}

/** Resolves when the components have ended. */
export async function run(cwd: string, options: RunOptions, system: Environment, output: Output, signal: AbortSignal): Promise<void> {
  const project = findProject(cwd) ?? cwd
  const environment = options.environment === 'system' ? system : await withEnvFile(project, system, output)
  const files = await discover(project, cwd, options.files, options.skipped)
  if (files.length === 0) throw new Refusal(EXIT.usage, 'There is nothing to run. Make a project with `mesh init`, or name files.')
  output.say('Configuration files:')
  for (const { file } of files) output.say(`  ${file}`)
  // All of them are read before the first database is opened.
  const components: Component[] = []
  for (const { path, file } of files) components.push(await readComponent(path, file, environment))
  for (const { databaseUrl } of components) if (databaseUrl !== undefined) output.hide(databaseUrl)
  refuseTwice(components, project)

  const ready: Ready[] = []
  try {
    for (const component of components) ready.push({ component, driver: await upToDate(component, project, output, signal) })
    await work(ready, output, signal)
  } finally {
    for (const { driver } of ready) await driver?.close()
  }
}

async function withEnvFile(project: string, system: Environment, output: Output): Promise<Environment> {
  const file = findEnvFile(project)
  if (file === undefined) {
    output.warn('There is no .env here or above; the environment of the process is used as it is.')
    return system
  }
  const values = await readEnvFile(file)
  for (const value of Object.values(values)) output.hide(value)
  return { ...system, ...values }
}

async function upToDate(component: Component, project: string, output: Output, signal: AbortSignal): Promise<Driver | undefined> {
  if (component.databaseUrl === undefined) {
    output.warn(`The ${called(component)} has no database_url: it keeps its sessions in memory, and they are gone when it ends.`)
    return undefined
  }
  const driver = await opened(component, component.databaseUrl, project)
  await migrated(component, driver, output, signal)
  return driver
}

async function opened(component: Component, url: string, project: string): Promise<Driver> {
  try {
    return await openDriver(readAddress(url, project))
  } catch (error) {
    if (!isDriverError(error)) throw error
    throw new Refusal(
      EXIT.usage,
      `The database_url of the ${called(component)} cannot be read. ${sentence(error)} Correct it in the .env.`,
      error,
    )
  }
}

/** Each component has a name and a database of its own. */
function refuseTwice(components: readonly Component[], project: string): void {
  const seen = new Map<string, Component>()
  for (const component of components) {
    const { name, databaseUrl } = component
    const keys = [`name ${name}`, ...(databaseUrl === undefined ? [] : [`database ${keyOf(readAddress(databaseUrl, project))}`])]
    for (const key of keys) {
      const other = seen.get(key)
      if (other !== undefined) {
        const what = key.startsWith('name') ? 'name' : 'database'
        throw new Refusal(
          EXIT.usage,
          `The ${called(component)} has the ${what} of the ${called(other)}. No database was touched; give one of them its own.`,
        )
      }
      seen.set(key, component)
    }
  }
}
