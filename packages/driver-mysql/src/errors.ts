// Owns: the table from what the server and mysql2 say to reasons and outcomes.
// Must not know: what was being done, beyond its place in a batch.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'
import { nearIn } from './near.ts'
import { masked, shows } from './secrets.ts'

type Outcome = DriverError['outcome']
/** `again`: may succeed later, although its reason does not say so. */
type Verdict = readonly [reason: DriverReason, outcome: Outcome, retryable?: 'again']

const refused = (reason: DriverReason): Verdict => [reason, 'not-applied']
const later = (reason: DriverReason): Verdict => [reason, 'not-applied', 'again']
const doubtful = (reason: DriverReason): Verdict => [reason, 'unknown']

/**
 * Numbers of the server. What is not here was refused too, for a reason that core needs not know.
 * @see https://mariadb.com/kb/en/mariadb-error-code-reference/
 * @see https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const BY_NUMBER: ReadonlyMap<number, Verdict> = new Map(
  (
    [
      [refused('authentication'), [1045, 1130, 1251, 1275, 1524, 1698, 1820, 1862, 3118, 4151]],
      [refused('permission'), [1044, 1095, 1142, 1143, 1227, 1370, 1419]],
      [refused('constraint'), [1022, 1048, 1062, 1169, 1216, 1217, 1264, 1265, 1292, 1364, 1365, 1366, 1406, 1451, 1452, 1557, 1586]],
      [refused('constraint'), [1644, 1690, 1761, 1859, 3140, 3819, 4025]],
      [refused('missing-object'), [1008, 1046, 1049, 1051, 1054, 1072, 1091, 1109, 1146, 1176, 1193, 1305, 1360, 1449, 4092]],
      [refused('syntax'), [1064, 1065, 1149, 1248]],
      // 3101: of Group Replication, where another member wrote the same row first.
      [refused('deadlock'), [1213, 1614, 3101]],
      // What was read is no longer what is there: a table that was altered meanwhile, a row under snapshot isolation.
      [refused('serialization'), [1020, 1412]],
      [refused('lock-timeout'), [1205, 3572]],
      [refused('statement-timeout'), [1317, 1969, 3024]],
      [refused('storage'), [1021, 1114, 1290, 1792, 1836]],
      // Reading and writing files: nobody knows what the disk has.
      [doubtful('storage'), [1003, 1004, 1026, 1030]],
      [refused('corrupt'), [1034, 1035, 1194, 1195, 1712]],
      [refused('connection'), [1042, 1043, 1129, 1152, 1153, 1156, 1157, 1226, 3159]],
      // Full, or a node of a cluster that is not ready.
      [later('connection'), [1040, 1047, 1203]],
      // The connection ends here, or ended while something was under way.
      [doubtful('connection'), [1053, 1158, 1159, 1160, 1161, 1184, 1927, 3169, 2006, 2013, 2055]],
      [doubtful('unknown'), [1180]],
    ] satisfies readonly (readonly [Verdict, readonly number[]])[]
  ).flatMap(([verdict, numbers]) => numbers.map((number) => [number, verdict] as const)),
)

/** While connecting it is the address that names what is not there, or not there yet; a statement that does is at fault itself. */
const NO_DATABASE: ReadonlySet<number> = new Set([1046, 1049])

/** Codes of the client and the operating system. Of every other broken connection nobody knows how far it got. */
const BY_CODE: Readonly<Record<string, Verdict>> = {
  EACCES: refused('connection'),
  EAI_AGAIN: refused('connection'),
  ECONNREFUSED: refused('connection'),
  EHOSTUNREACH: refused('connection'),
  ENETUNREACH: refused('connection'),
  ENOENT: refused('connection'),
  ENOTFOUND: refused('connection'),
  HANDSHAKE_NO_SSL_SUPPORT: refused('connection'),
  HANDSHAKE_SSL_ERROR: refused('connection'),
  HANDSHAKE_UNKNOWN_ERROR: refused('connection'),
  AUTH_SWITCH_PLUGIN_ERROR: refused('authentication'),
  ERR_INVALID_ARG_TYPE: refused('unknown'),
}

/** How the client says that its connection was closed before. */
const NEVER_SENT = "Can't add new command"
/** In 1180: the engine's own number for a deadlock, after which it has undone the transaction. Any other may come after the commit. */
const UNDONE_AT_COMMIT = / 149 /
/** How MySQL says 4031, which on MariaDB is a trigger that does not exist. */
const DISCONNECTED = 'The client was disconnected by the server'

export interface Circumstances {
  /**
   * `before`: nothing has been sent that could have changed anything, so that nothing did. `sent`: a message was under way.
   * @defaultValue 'sent'
   */
  readonly moment?: 'before' | 'sent'
  readonly at?: { readonly block: number; readonly statement: number } | undefined
  /** As it was sent, where others followed it in the same message. */
  readonly statement?: string | undefined
  readonly secrets?: readonly string[] | undefined
}

export function driverError(error: unknown, { moment = 'sent', at, statement, secrets = [] }: Circumstances = {}): DriverError {
  if (isDriverError(error)) return again(error, moment, at, statement)
  const number = fromServer(error) ? error.errno : undefined
  const code = number !== undefined && isAmbiguous(number) ? String(number) : codeOf(error)
  const native = error instanceof Error ? error.message || code || error.name : String(error)
  const [reason, outcome, retry] = verdict(number, code, native)
  return new DriverError({
    reason: moment === 'before' && number !== undefined && NO_DATABASE.has(number) ? 'connection' : reason,
    message: masked(statement === undefined ? native : nearIn(statement, native), secrets),
    outcome: moment === 'before' ? 'not-applied' : outcome,
    ...(retry === undefined ? {} : { retryable: true }),
    code,
    at,
    // What would show a password when it is printed is left behind.
    cause: shows(error, secrets) ? undefined : error,
  })
}

/** Whether the server said it, and not the client, which numbers errors of the operating system below zero. */
export function fromServer(error: unknown): error is { readonly errno: number } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    error.errno > 0 &&
    'sqlState' in error
  )
}

/** MySQL and MariaDB mean different things by these, and the client has the names of MySQL only. */
function isAmbiguous(number: number): boolean {
  return (number >= 1900 && number < 3000) || number >= 4000
}

function verdict(number: number | undefined, code: string | undefined, words: string): Verdict {
  if (words.startsWith(NEVER_SENT)) return refused('connection')
  if (words.startsWith(DISCONNECTED)) return doubtful('connection')
  if (number === 1180 && UNDONE_AT_COMMIT.test(words)) return refused('deadlock')
  if (number !== undefined) return BY_NUMBER.get(number) ?? refused('unknown')
  return (code === undefined ? undefined : BY_CODE[code]) ?? doubtful('connection')
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** The same, with what is known now and was not when it was made. */
function again(
  error: DriverError,
  moment: Circumstances['moment'],
  at: Circumstances['at'],
  statement: Circumstances['statement'],
): DriverError {
  const { reason, retryable, code, position, cause } = error
  if (at === undefined && (moment === 'sent' || error.outcome === 'not-applied')) return error
  const outcome = moment === 'before' ? 'not-applied' : error.outcome
  const message = statement === undefined ? error.message : nearIn(statement, error.message)
  return new DriverError({ reason, message, outcome, retryable, code, position, at: at ?? error.at, cause })
}
