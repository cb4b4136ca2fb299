// Owns: that a database can be used, before anything is written that names it, and its empty file.
// Must not know: .env, configurations, migrations.

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Driver, Migrator } from '@godwit/core'
import { type Address, readAddress } from './address.ts'
import { type Kind, lineOf } from './component.ts'
import { maskedUrl } from './mask.ts'
import { openDriver } from './open-driver.ts'
import type { Output } from './output.ts'
import { EXIT, Refusal } from './refusal.ts'
import { sentence } from './sentence.ts'
import type { Settled } from './storage.ts'

/** Connects, and looks whether a history is there that the component could not go on from. Writes nothing. */
export async function validated(
  settled: Extract<Settled, { kind: 'database' }>,
  kind: Kind,
  folder: string,
  output: Output,
): Promise<Address> {
  const { url, from } = settled
  output.hide(url)
  const shown = maskedUrl(url)
  output.say(
    from === 'given'
      ? 'Using provided database URL'
      : `Using ${from === 'kept' ? 'the database of the .env' : 'the default file'}: ${shown}`,
  )
  output.say(`Validating database: ${shown}`)
  try {
    const address = readAddress(url, folder)
    if (address.kind === 'file' && !existsSync(dirname(address.path))) throw new Error(`There is no folder ${dirname(address.path)}.`)
    await looked(await openDriver(address), kind)
    output.say(`Database validation successful for the ${kind}`)
    return address
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(
      EXIT.unreachable,
      `The database ${shown} cannot be used for the ${kind}. ${sentence(error)} No database, no .env and no configuration was changed.`,
      error,
    )
  }
}

/** What is in a file that is there already stays in it. */
export async function madeEmpty(address: Address): Promise<void> {
  if (address.kind === 'file') await writeFile(address.path, '', { flag: 'a' })
}

async function looked(driver: Driver, kind: Kind): Promise<void> {
  try {
    await new Migrator(driver, lineOf(kind)).status()
  } finally {
    await driver.close()
  }
}
