// Owns: which variables of the session a statement of MySQL and MariaDB gives values to, and which it looks at.
// Must not know: whether they are still there.

import { assignmentsOf, nameAt } from './set-mysql.ts'

/** Of the session's variables, the one without an `@`: what an INSERT leaves for the next statement. */
export const LAST_INSERT_ID = 'LAST_INSERT_ID()'

export interface Variables {
  /** As `@NAME`, or `LAST_INSERT_ID()`. */
  readonly given: ReadonlySet<string>
  /** Looked at before this statement has given them a value. */
  readonly read: ReadonlySet<string>
}

const NONE: Variables = { given: new Set(), read: new Set() }

/** All that they mention may have another value afterwards: by OUT parameters, by row, or in a body. */
const OPAQUE: ReadonlySet<string> = new Set('CALL EXECUTE LOAD GET BEGIN FETCH IF CASE WHILE REPEAT LOOP FOR'.split(' '))
const INSERTS: ReadonlySet<string> = new Set('INSERT REPLACE LOAD CALL EXECUTE BEGIN'.split(' '))

/** `words`: all of the statement's, from `wordsOf`. */
export function variablesOf(words: readonly string[]): Variables {
  const [first = ''] = words
  if (makesProgram(words)) return NONE
  const given = new Set<string>()
  const read = new Set<string>()
  const targets = first === 'SET' && words[1] !== 'STATEMENT' ? assignmentsOf(words) : undefined
  const head = first === 'SET' && words[1] === 'STATEMENT' ? (words[words.indexOf('FOR') + 1] ?? '') : first
  let into: 'targets' | 'no' = 'no'
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === '@') {
      const start = at
      const name = nameAt(words, at + 1)
      const variable = `@${name.text}`
      at += name.length
      const behind = words[at + 1]
      const assigned = behind === ':=' || into === 'targets' || (targets !== undefined && behind === '=' && isTarget(words, start))
      // A SET goes from left to right; over rows, what is given in one is looked at in the next.
      if (!assigned && (first !== 'SET' || !given.has(variable))) read.add(variable)
      if (assigned || OPAQUE.has(head)) given.add(variable)
    } else if (word !== ',') {
      into = word === 'INTO' ? 'targets' : 'no'
      if (isInsertId(words, at)) {
        // With a value between the parentheses, that is what it is from now on.
        if (words[at + 1] === '(' && words[at + 2] !== ')') given.add(LAST_INSERT_ID)
        else read.add(LAST_INSERT_ID)
      }
    }
  }
  if (INSERTS.has(head)) given.add(LAST_INSERT_ID)
  return given.size === 0 && read.size === 0 ? NONE : { given, read }
}

function isInsertId(words: readonly string[], at: number): boolean {
  const word = words[at]
  if (word === 'LAST_INSERT_ID' && words[at + 1] === '(') return true
  return (word === 'LAST_INSERT_ID' || word === 'IDENTITY') && (words[at - 1] === '@@' || (words[at - 1] === '.' && words[at - 3] === '@@'))
}

/** Whether the `@` at `at` begins an assignment of a SET, and no comparison in a value. */
function isTarget(words: readonly string[], at: number): boolean {
  let depth = 0
  for (let before = at - 1; before > 0; before--) {
    if (words[before] === ')') depth++
    else if (words[before] === '(') depth--
  }
  return depth === 0 && (at === 1 || words[at - 1] === ',')
}

/** What the body of a routine says is said when it is called. */
function makesProgram(words: readonly string[]): boolean {
  if (words[0] !== 'CREATE' && words[0] !== 'ALTER') return false
  return words.slice(1, 24).some((word) => word === 'PROCEDURE' || word === 'FUNCTION' || word === 'TRIGGER' || word === 'EVENT')
}
