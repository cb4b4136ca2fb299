// Owns: the end of a command that could not do what it was asked for, with its words and its exit code.
// Must not know: commands.

export const EXIT = {
  done: 0,
  /** The database, or its schema, is not as it has to be. */
  failed: 1,
  /** It was called in a way that cannot be meant, or nobody said yes. Nothing was changed. */
  refused: 2,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
