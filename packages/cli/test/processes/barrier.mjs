// Owns: holding a process back until all of its rivals have come as far.
// Must not know: what the process does afterwards.

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const gate = process.env.GODWIT_TEST_GATE
writeFileSync(join(gate, String(process.pid)), '')
const cell = new Int32Array(new SharedArrayBuffer(4))
while (!existsSync(join(gate, 'open'))) Atomics.wait(cell, 0, 0, 1)
