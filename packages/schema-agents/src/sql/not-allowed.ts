// Owns: the refusal of a change that the rows, as they are, do not allow.
// Must not know: which rules there are.

/**
 * Nothing was changed. `rule`: which of the package's rules stands against it, for programs; the message is for people.
 * A database's own refusals, a missing parent row say, are `DriverError`s.
 */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
  readonly rule: 'status' | 'word' | 'conflict'

  constructor(rule: NotAllowed['rule'], message: string) {
    super(message)
    this.rule = rule
  }
}

/** Also across two copies of this package. */
export function isNotAllowed(error: unknown): error is NotAllowed {
  return error instanceof Error && error.name === 'NotAllowed' && 'rule' in error
}
