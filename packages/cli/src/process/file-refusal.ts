// Owns: what the file system says to a command that reads or writes files of the user's, in words.
// Must not know: which command, databases.

import { CommandError } from './command-error.ts'
import { EXIT } from './exit-code.ts'

type Deed = 'read' | 'written'

/** `work`, its refusals in words. `shown`: the place as a person would write it. */
export function reading<Value>(shown: string, work: () => Value): Value {
  try {
    return work()
  } catch (cause) {
    throw fileRefusal('read', shown, cause)
  }
}

export function fileRefusal(deed: Deed, shown: string, cause: unknown): CommandError {
  const [why, remedy] = wordsFor(deed, cause)
  return new CommandError({
    exitCode: EXIT.usage,
    code: deed === 'read' ? 'NOT_READABLE' : 'NOT_WRITABLE',
    message: `${shown} cannot be ${deed}: ${why}.`,
    remedy,
    cause,
  })
}

function wordsFor(deed: Deed, cause: unknown): readonly [why: string, remedy: string] {
  const right = `Give this user the right to ${deed === 'read' ? 'read it' : 'write there'}.`
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return ['this user may not', right]
    case 'EISDIR':
      return ['it is a folder', 'Name a file.']
    case 'ELOOP':
      return ['it is a link that leads back to itself', 'Remove the link.']
    case 'ENAMETOOLONG':
      return ['its name is too long', 'Choose a shorter name.']
    case 'ENOENT':
      return ['it is a link to something that is not there', 'Remove the link, or put back what it leads to.']
    case 'ENOSPC':
      return ['the disk is full', 'Make room on it.']
    case 'ENOTDIR':
      return [deed === 'read' ? 'it is not a folder' : 'it is below a file', 'Name a folder.']
    case 'EROFS':
      return ['the disk is read-only', 'Name a folder on another one.']
    default:
      return [cause instanceof Error ? cause.message : String(cause), `${right} If that is not it, run \`migrate doctor\`.`]
  }
}
