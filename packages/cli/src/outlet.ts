// Owns: standard output, without its stream where it is a pipe or a file.
// Must not know: what is written.

import { fstatSync, writeSync } from 'node:fs'

/** The part of a stream that is used. */
export interface Outlet {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string | Uint8Array): unknown
}

const FD = 1

/**
 * Node's own stream on a terminal and wherever else it may be more than a row of bytes. Making it loads all of Node's
 * streams, which takes longer than asking a database what is applied; so a pipe and a file are written to as they are.
 * A reader that has enough (`| head`) ends nothing: what is written after it has gone is lost, here as on a stream.
 */
export function standardOutput(): Outlet {
  let stream: Outlet | undefined = isPlain() ? undefined : ownStream()
  let reader: 'there' | 'gone' = 'there'
  return (
    stream ?? {
      isTTY: false,
      write(text) {
        let rest = Buffer.from(text)
        while (stream === undefined && reader === 'there' && rest.length > 0) {
          try {
            rest = rest.subarray(writeSync(FD, rest))
          } catch (error) {
            const code = codeOf(error)
            if (code === 'EPIPE') reader = 'gone'
            // Whoever made the pipe lets nobody wait for it: the stream can.
            else if (code === 'EAGAIN') stream = ownStream()
            else throw error
          }
        }
        if (stream !== undefined && rest.length > 0) stream.write(rest)
      },
    }
  )
}

function isPlain(): boolean {
  try {
    // As big integers: Node keeps the other form of the last answer, and while that is a pipe's, `realpathSync`, with which it
    // finds modules, stops at the first folder that it knows already (seen with 20.20).
    const about = fstatSync(FD, { bigint: true })
    // Node gives its children sockets where others make pipes.
    return about.isFIFO() || about.isSocket() || about.isFile()
  } catch {
    return false
  }
}

function ownStream(): Outlet {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return process.stdout
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
