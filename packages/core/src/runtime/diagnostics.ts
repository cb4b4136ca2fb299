// Owns: the runtime's diagnostics channels, where it has them.
// Must not know: what is published.

/** The parts of `node:diagnostics_channel` that are used. Not imported: core runs where there is no Node. */
interface Diagnostics {
  channel(name: string): { readonly hasSubscribers: boolean; publish(message: unknown): void }
  tracingChannel?(name: string): { tracePromise<Result>(work: () => Promise<Result>, context: object): Promise<Result> }
}

type GetBuiltin = (name: string) => Diagnostics | undefined

/** Undefined in runtimes without them. Loaded at the first call: a process that only plans does not pay for it. */
export function diagnostics(): Diagnostics | undefined {
  return (globalThis as { readonly process?: { readonly getBuiltinModule?: GetBuiltin } }).process?.getBuiltinModule?.(
    'node:diagnostics_channel',
  )
}
