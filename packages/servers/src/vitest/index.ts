// Owns: what this package offers a test file.
// Must not know: how.

export { describeHaving } from './describe-having.ts'
export { describeOn, type TestServer } from './describe-on.ts'
export { share, type GlobalSetup, type Shared } from './share.ts'
