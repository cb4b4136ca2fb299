// Owns: the file that says in which thread somebody was last.
// Must not know: databases.

import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** `tenant_id` is always the id, however the tenant was named in the settings. */
export interface LastSession {
  readonly thread_id: string
  readonly tenant_id: string
}

export type Remembered =
  | { readonly state: 'nothing' }
  | { readonly state: 'session'; readonly session: LastSession }
  | { readonly state: 'unreadable'; readonly why: string }

/** Never rejects: a file that cannot be read is no reason not to chat. */
export async function readSession(file: string): Promise<Remembered> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isSession(read) ? { state: 'session', session: read } : { state: 'unreadable', why: 'it has no thread_id and tenant_id' }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { state: 'nothing' }
    return { state: 'unreadable', why: error instanceof SyntaxError ? 'it is no JSON' : String(error) }
  }
}

/** Whole or not at all, and for its owner's eyes only, whatever was there before. */
export async function writeSession(file: string, { thread_id, tenant_id }: LastSession): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${randomUUID()}`
  try {
    await writeFile(next, `${JSON.stringify({ thread_id, tenant_id })}\n`, { mode: 0o600, flag: 'wx' })
    await rename(next, file)
  } finally {
    await rm(next, { force: true })
  }
}

function isSession(read: unknown): read is LastSession {
  return (
    typeof read === 'object' &&
    read !== null &&
    'thread_id' in read &&
    typeof read.thread_id === 'string' &&
    'tenant_id' in read &&
    typeof read.tenant_id === 'string'
  )
}
