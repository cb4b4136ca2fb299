// Installs what the tests' servers come from, where it is missing and may be installed. Exits 1 when something is missing afterwards.
// Must not need anything that is installed by npm: it runs first.

import { spawnSync } from 'node:child_process'

import { installation, isThere, missing } from './debian.mjs'

const lacking = missing(isThere)
const commands = lacking.length === 0 ? [] : installation(lacking, { uid: process.getuid?.(), has: isThere })
for (const [command, ...args] of commands ?? []) {
  // What could not be updated may be new enough; what is missing in the end is said below.
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}
const still = missing(isThere)
console.log(still.length === 0 ? 'the servers of the tests are here' : `missing; as root: apt-get install ${still.join(' ')}`)
process.exitCode = still.length === 0 ? 0 : 1
