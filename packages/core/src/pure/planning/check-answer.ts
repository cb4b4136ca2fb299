// Owns: what the answer of a migration's check means.
// Must not know: how it is asked.

/** `neither`: nothing that says yes or no. A decimal is such a thing too: it arrives as text, and so does 't'. */
export type CheckAnswer = 'there' | 'not there' | 'neither'

/** `value`: of the first column of the first row; undefined where there is none. */
export function checkAnswer(value: unknown): CheckAnswer {
  switch (typeof value) {
    case 'boolean':
      return value ? 'there' : 'not there'
    case 'bigint':
      return value === 0n ? 'not there' : 'there'
    case 'number':
      if (Number.isNaN(value)) return 'neither'
      return value === 0 ? 'not there' : 'there'
    default:
      return value === null || value === undefined ? 'not there' : 'neither'
  }
}
