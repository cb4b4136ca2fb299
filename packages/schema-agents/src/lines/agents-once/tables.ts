// Owns: the table of the line `agents-once`.
// Must not know: how it is made.

import { type Appends, appendsTable } from '../../once/appends.ts'
import { soughtText } from '../../sql/key-text.ts'

export const appends: Appends<string> = appendsTable('session_log_appends', soughtText(191))
