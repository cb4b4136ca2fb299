// Owns: what libSQL is in the matrix: a file, and a server over HTTP and over web sockets.
// Must not know: faults.

import type { Engine, RemoteEngine, Source } from '../database.ts'
import { onFile } from './on-file.ts'
import { onSqld } from './on-sqld.ts'

export function libsqlFile(): Engine {
  return onFile({ name: 'libSQL file', driver: (path) => libsql(`file:${path}`) })
}

export function sqld(protocol: 'http' | 'ws'): RemoteEngine {
  return onSqld({ name: protocol === 'http' ? 'sqld, HTTP' : 'sqld, web sockets', driver: (address) => libsql(`${protocol}://${address}`) })
}

function libsql(url: string): Source {
  return { module: '@godwit/driver-libsql', factory: 'libsql', argument: url }
}
