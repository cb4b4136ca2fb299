// The public surface of the conformance suite. `@godwit/driver-conformance/faulty` is the part that needs no vitest.

export { describeDriver } from './describe-driver.ts'
export { exercise } from './exercise.ts'
export { faulty } from './faulty/faulty.ts'
export type { FaultyDriver } from './faulty/faulty.ts'
export type { Fault, Message } from './faulty/fault.ts'
export type { Bench, Concept, Facts, Law } from './law.ts'
export { laws } from './laws/index.ts'
export type { Elsewhere, Fresh, Subject, Wire } from './subject.ts'
