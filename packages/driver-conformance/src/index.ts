// The public surface of the conformance suite.

export { describeDriver } from './describe-driver.ts'
export { exercise } from './exercise.ts'
export type { Bench, Concept, Facts, Law } from './law.ts'
export { laws } from './laws/index.ts'
export type { Elsewhere, Fresh, Subject, Wire } from './subject.ts'
