// Owns: what is said of a server that cannot be had here.
// Must not know: any one server.

/** Rejected by whatever starts a server when what it needs is not on this machine and cannot be fetched. */
export class ServerUnavailable extends Error {
  override readonly name = 'ServerUnavailable'
  readonly availability: Unavailable
  constructor(availability: Unavailable) {
    super(inWords(availability))
    this.availability = availability
  }
}

export interface Available {
  readonly state: 'available'
  readonly title: string
  /** Which programs it is made of, or that they are fetched when they are needed. */
  readonly source: string
}

export interface Unavailable {
  readonly state: 'unavailable'
  readonly title: string
  readonly reason: string
  /** A command that changes it, or a variable that names a server elsewhere. */
  readonly remedy: string
}

export type Availability = Available | Unavailable

/** One line: what is missing, why, and the command that brings it. */
export function inWords({ title, reason, remedy }: Unavailable): string {
  return `${title} is left out: ${reason}. To have it: ${remedy}`
}

/** `.ci/run` sets it for all tests, so that nothing is left out there without anybody noticing. */
export function isRequired(): boolean {
  return process.env['GODWIT_ALL_TESTS'] !== undefined
}
