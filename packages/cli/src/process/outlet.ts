// Owns: standard output, without its stream where it is a pipe or a file, and what becomes of a standard stream that nobody hears.
// Must not know: what is written.

import { closeSync, fstatSync, writeSync } from 'node:fs'
import { ownStdout } from './stray-output.ts'

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
 * No trouble of it ends what is going on: once it is there, the rest is lost. A reader that has enough (`| head`) or a terminal
 * that was closed is none; of any other, a full disk say, `tell` hears once.
 */
export function standardOutput(tell: (trouble: Error) => void): Outlet {
  let state: 'open' | 'lost' = 'open'
  const lose = (trouble: Error): void => {
    if (state === 'lost') return
    state = 'lost'
    tell(trouble)
  }
  let stream: Outlet | undefined = isPlain() ? undefined : listened(ownStdout(), lose)
  return (
    stream ?? {
      isTTY: false,
      write(text) {
        let rest = Buffer.from(text)
        while (stream === undefined && state === 'open' && rest.length > 0) {
          try {
            rest = rest.subarray(writeSync(FD, rest))
          } catch (error) {
            const code = codeOf(error)
            if (code === 'EPIPE' || !(error instanceof Error)) state = 'lost'
            // Whoever made the pipe lets nobody wait for it: the stream can.
            else if (code === 'EAGAIN') stream = listened(ownStdout(), lose)
            else lose(error)
          }
        }
        if (stream !== undefined && rest.length > 0) stream.write(rest)
      },
    }
  )
}

/** Node's own stream always: a question is drawn on it. Of its trouble there is nobody left to tell. */
export function standardError(): typeof process.stderr {
  return listened(process.stderr, () => {})
}

/** An error that nobody listens to would end the process, in the middle of a migration. */
function listened<Stream extends NodeJS.WriteStream>(stream: Stream, tell: (trouble: Error) => void): Stream {
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    // Of a terminal, that is: it was closed. Files of a disk that reads badly are no streams here.
    if (error.code === 'EIO') leaveTerminal()
    else if (error.code !== 'EPIPE') tell(error)
  })
}

let left: 'no' | 'yes' = 'no'

/** Node 20 puts terminals back as it found them when it ends, and aborts where one is not there any more. */
export function leaveTerminal(): void {
  if (left === 'yes') return
  left = 'yes'
  process.once('exit', () => {
    for (const fd of [0, 1, 2]) {
      try {
        if (fstatSync(fd).isCharacterDevice()) closeSync(fd)
      } catch {
        // Closed already.
      }
    }
  })
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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
