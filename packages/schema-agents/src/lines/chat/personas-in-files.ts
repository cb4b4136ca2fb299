// Owns: personas whose databases are files in one folder.
// Must not know: a file system, clients. The program gives both.

import type { Driver } from '@godwit/core'
import { migratedPersona, openedPersona } from './opened-persona.ts'
import { assertNobodyWrites, removedPersona } from './removed-persona.ts'
import type { MigratePersona, PersonaStore } from './persona-store.ts'
import { checkPersonaId, personaFile, personaFilesToDelete, personaOfFile, personasInOrder } from './personas.ts'

export interface PersonaFiles {
  /** The names of the files in the folder, whatever they are. */
  readonly list: () => Promise<readonly string[]>
  /** Deletes one of the folder; no error where it is not there. */
  readonly remove: (file: string) => Promise<void>
  /** Over the file of that name, which may not be there yet. Made for each use, and closed after it. */
  readonly driver: (file: string) => Driver
  readonly migrate: MigratePersona
}

/**
 * `main.db` and `persona_<id>.db`. A file that is being written to is not deleted. Another one that a connection still has open is,
 * where the system allows it; what that connection writes afterwards is lost. Two ids that differ in case only need a file system that tells them apart.
 */
export function personasInFiles({ list, remove, driver, migrate }: PersonaFiles): PersonaStore {
  const ids = async (): Promise<readonly string[]> => personasInOrder((await list()).flatMap((file) => personaOfFile(file) ?? []))
  const isThere = async (persona: string): Promise<boolean> => (await ids()).includes(persona)
  return {
    list: ids,
    async open(persona, purpose) {
      checkPersonaId(persona)
      return (await isThere(persona)) ? openedPersona(driver(personaFile(persona)), purpose) : null
    },
    bringUp: async (persona) => migratedPersona(driver(personaFile(persona)), migrate),
    async remove(persona) {
      const files = personaFilesToDelete(persona)
      const was = await isThere(persona)
      if (was) await removedPersona(persona, () => assertNobodyWrites(driver(personaFile(persona))))
      // Where its file is gone already, a journal may have stayed behind.
      for (const file of files) await remove(file)
      return was
    },
  }
}
