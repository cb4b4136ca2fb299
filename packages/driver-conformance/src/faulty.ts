// The subpath `@godwit/driver-conformance/faulty`: the driver that breaks on demand, for programs that are no vitest tests.

export { faulty } from './faulty/faulty.ts'
export type { FaultyDriver } from './faulty/faulty.ts'
export type { Fault, Message } from './faulty/fault.ts'
