// Owns: the rooms of core's two large parts, and which of them may look into which.
// Must not know: how imports are found, how a violation is printed.

/**
 * Within a part. `''` are the files that stand in no room, behind all of them; a part without it has none.
 * @type {Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>}
 */
export const ROOMS = {
  pure: {
    lexing: [],
    line: ['lexing'],
    file: ['lexing', 'line'],
    statement: ['lexing'],
    journal: ['line'],
    planning: ['line', 'statement', 'journal'],
    schema: ['line'],
    words: [],
  },
  shell: {
    context: [],
    journal: ['context'],
    step: ['context', 'journal'],
    run: ['context', 'journal', 'step'],
    schema: ['context', 'journal'],
    rehearsal: ['context', 'journal', 'step', 'run', 'schema'],
    '': ['context', 'journal', 'run', 'rehearsal'],
    'take-over': ['context', 'schema', ''],
  },
}

/** @param {string} inner of a file: its path in `src` */
export function roomOf(inner) {
  const [part = '', ...rest] = inner.split('/')
  return { part, room: rest.slice(0, -1).join('/') }
}
