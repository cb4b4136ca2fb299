// Holds every source file against the arrows of the design, prints what breaks them and exits 1 when anything does.
// Must not know any rule.

import { violations } from './arrows/rules.mjs'
import { sourceFiles } from './arrows/source-files.mjs'
import { root } from './workspace.mjs'

const files = sourceFiles(process.argv[2] ?? root)
const found = violations(files)
for (const { path, line, rule, message } of found) console.log(`${path}:${line}  ${rule}: ${message}`)
console.log(`${files.length} files, ${found.length} broken arrows`)
process.exitCode = found.length === 0 && files.length > 0 ? 0 : 1
