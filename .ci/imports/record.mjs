// Owns: the record of every module that a program resolves, one address per line on standard error. Given to node with --import.
// Must not know: which modules are welcome.

import { register } from 'node:module'

register('./hooks.mjs', import.meta.url)
