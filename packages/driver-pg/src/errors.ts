// Owns: the table from what pg throws to reasons and outcomes.
// Must not know: what was being done, beyond the circumstances it is told.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'
import { readNativeError, textsOf, type NativeError } from './native-error.ts'
import { indexOfCharacter } from './position.ts'
import { masked } from './secrets.ts'

interface Verdict {
  readonly reason: DriverReason
  readonly outcome: DriverError['outcome']
  /** Absent: as the reason has it. */
  readonly retryable?: true
}

const refused = (reason: DriverReason): Verdict => ({ reason, outcome: 'not-applied' })
const passing = (reason: DriverReason): Verdict => ({ reason, outcome: 'not-applied', retryable: true })
/** The server may have done it, or a part of it, before it said so. */
const doubtful = (reason: DriverReason): Verdict => ({ reason, outcome: 'unknown' })

/**
 * The first that matches: the code itself, then SQLSTATE's class, its first two characters.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  '08': doubtful('connection'),
  // Of a pooler too: it had no server for us, and says so with this code before it passed anything on.
  '08P01': doubtful('connection'),
  '08001': refused('connection'),
  '08004': refused('connection'),
  '22': refused('unknown'),
  '23': refused('constraint'),
  '25': refused('unknown'),
  // A standby, or a role that is read-only by default.
  '25006': refused('storage'),
  '25P03': doubtful('connection'),
  '28': refused('authentication'),
  '3D000': refused('connection'),
  '3F000': refused('missing-object'),
  '40': refused('serialization'),
  '40002': refused('constraint'),
  // CockroachDB, where it lost sight of a commit.
  '40003': doubtful('connection'),
  '40P01': refused('deadlock'),
  '42': refused('unknown'),
  '42501': refused('permission'),
  '42601': refused('syntax'),
  '42602': refused('syntax'),
  '42622': refused('syntax'),
  '42939': refused('syntax'),
  '42P02': refused('syntax'),
  '42703': refused('missing-object'),
  '42704': refused('missing-object'),
  '42883': refused('missing-object'),
  '42P01': refused('missing-object'),
  // A name that is taken is a unique key that is taken: CREATE … IF NOT EXISTS ends in one or the other when two race.
  '42701': refused('constraint'),
  '42710': refused('constraint'),
  '42723': refused('constraint'),
  '42P06': refused('constraint'),
  '42P07': refused('constraint'),
  '53': refused('unknown'),
  '53100': refused('storage'),
  '53300': passing('connection'),
  '54': refused('unknown'),
  '55': refused('unknown'),
  '55P03': refused('lock-timeout'),
  '57': refused('unknown'),
  '57014': refused('statement-timeout'),
  '57P01': doubtful('connection'),
  '57P02': doubtful('connection'),
  '57P03': passing('connection'),
  '57P04': doubtful('connection'),
  '57P05': doubtful('connection'),
  '58': refused('storage'),
  // After a failed write nobody knows what the disk has.
  '58030': doubtful('storage'),
  XX001: refused('corrupt'),
  XX002: refused('corrupt'),

  // Nothing was sent. Of every other broken connection nobody knows how far it got.
  EACCES: refused('connection'),
  EAI_AGAIN: refused('connection'),
  ECONNREFUSED: refused('connection'),
  EHOSTUNREACH: refused('connection'),
  ENETUNREACH: refused('connection'),
  ENOENT: refused('connection'),
  ENOTFOUND: refused('connection'),
  ERR_DLOPEN_FAILED: refused('connection'),
  ECONNRESET: doubtful('connection'),
  EPIPE: doubtful('connection'),
  ETIMEDOUT: doubtful('connection'),
}

/** What the client says by itself has no code; neither have a few answers of the server a code of their own. */
const WORDS: readonly (readonly [RegExp, Verdict])[] = [
  [/ is not queryable$|after calling end on the pool|^Client has already been connected|^PGlite is closed/, refused('connection')],
  [/^Connection terminated|^timeout expired|^timeout exceeded|^Query read timeout/, doubtful('connection')],
  [/does not support SSL connections|establishing an SSL connection/, refused('connection')],
  [/^SASL: |^SCRAM|Password must be a string/, refused('authentication')],
  [/^tuple concurrently (?:updated|deleted)/, refused('serialization')],
  // Dropped by somebody else between two looks of the server at its own catalogue.
  [/^could not open relation with OID|^cache lookup failed for (?:relation|index) /, refused('serialization')],
]

/** PgBouncer's own words, in no language but English. */
const POOLER_LOGIN = /authentication failed|^no such user/

export interface Circumstances {
  /** `connecting`: no statement was sent yet, so nothing can have been applied. */
  readonly phase?: 'connecting' | undefined
  readonly at?: { readonly block: number; readonly statement: number } | undefined
  /** What was sent, and where in it the statement begins and ends, to turn the server's position into the statement's. */
  readonly sent?: { readonly text: string; readonly start: number; readonly end: number } | undefined
  readonly secrets?: readonly string[] | undefined
}

export function driverError(error: unknown, { phase, at, sent, secrets = [] }: Circumstances = {}): DriverError {
  if (isDriverError(error)) return at === undefined ? error : located(error, at)
  const native = readNativeError(error)
  const message = masked(native.message, secrets)
  const { reason, outcome, retryable } = verdict(native, phase)
  // What would show the secret when it is printed is left behind, and so is what a pool hangs on it: the client.
  const clean =
    !(typeof error === 'object' && error !== null && 'client' in error) && textsOf(error).every((text) => masked(text, secrets) === text)
  return new DriverError({
    reason,
    message,
    outcome: phase === 'connecting' ? 'not-applied' : outcome,
    ...(retryable === undefined ? {} : { retryable }),
    code: native.code,
    position: sent === undefined || native.position === undefined ? undefined : positionIn(sent, native.position),
    at,
    cause: clean ? error : undefined,
  })
}

function verdict({ code, message: words, routine, schema }: NativeError, phase: Circumstances['phase']): Verdict {
  // The server itself, of parameters that are too few or too many; a pooler has the same code for everything.
  if (code === '08P01' && routine === 'exec_bind_message') return refused('unknown')
  if (code === '08P01' && routine === undefined && phase === 'connecting' && POOLER_LOGIN.test(words)) return refused('authentication')
  // Made by somebody else between the server's look and its own writing, which `IF NOT EXISTS` does not help with. Then it is seen.
  if (code === '23505' && schema === 'pg_catalog') return passing('constraint')
  const worded = code === undefined || code === 'XX000' ? WORDS.find(([pattern]) => pattern.test(words))?.[1] : undefined
  if (worded !== undefined) return worded
  if (code !== undefined) {
    const known = VERDICTS[code] ?? (isSqlState(code) ? (VERDICTS[code.slice(0, 2)] ?? refused('unknown')) : undefined)
    if (known !== undefined) return known
  }
  // Of TLS, of a name server, of a certificate: codes without number.
  return phase === 'connecting' ? refused('connection') : doubtful('unknown')
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code)
}

function positionIn({ text, start, end }: NonNullable<Circumstances['sent']>, position: number): number | undefined {
  const index = indexOfCharacter(text, position)
  return index < start ? undefined : Math.min(index, end) - start
}

function located(error: DriverError, at: { readonly block: number; readonly statement: number }): DriverError {
  const { reason, message, outcome, retryable, code, position, cause } = error
  return new DriverError({ reason, message, outcome, retryable, code, position, at, cause })
}
