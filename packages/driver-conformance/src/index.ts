// Owns: the public surface. The subpath `@godwit/driver-conformance/faulty` is the part that needs no vitest.
// Must not know: anything.

export { describeDriver } from './describe-driver.ts'
export { exercise } from './exercise.ts'
export { faulty, type Fault, type FaultyDriver, type Message } from './faulty/faulty.ts'
export type { Bench, Concept, Facts, Law } from './law.ts'
export { laws } from './laws/index.ts'
export { freshOnServer, type OnServer } from './fresh-on-server.ts'
export type { Elsewhere, Fresh, Offer, Subject, Wire } from './subject.ts'
export { tapWire, type TappedWire } from './tap-wire.ts'
