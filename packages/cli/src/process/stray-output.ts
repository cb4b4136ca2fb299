// Owns: where the words go that a configuration, a migration or a client prints by itself while a document is made.
// Must not know: documents, who prints.

const stdout = Object.getOwnPropertyDescriptor(process, 'stdout')

/** Node's own standard output, whatever `process.stdout` is by now. */
export function ownStdout(): NodeJS.WriteStream {
  return stdout?.get === undefined ? process.stdout : (stdout.get.call(process) as NodeJS.WriteStream)
}

/** For good, and before anything of theirs is loaded: the console takes its stream at its first word and keeps it. */
export function sendStrayOutput(to: () => unknown): void {
  Object.defineProperty(process, 'stdout', { configurable: true, enumerable: true, get: to })
}
