// Owns: the one error that a person is told in words, with the exit code that goes with it.
// Must not know: commands, databases.

/** As the command line of Godwit has them. */
export const EXIT = { done: 0, failed: 1, undecided: 2, noTurn: 3, unreachable: 4, usage: 5, interrupted: 130 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.exitCode = exitCode
  }
}
