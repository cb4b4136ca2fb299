// Owns: what the tests of a service get. Must not know: any service.

export { add, CURRENT, health, listed, type Note } from './asked.ts'
export { temporaryFile } from './file.ts'
export { fiveAtOnce } from './five.ts'
export { type Replica, type StartReplica, replicasOf } from './replica.ts'
