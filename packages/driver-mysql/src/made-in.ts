// Owns: which names of the session's own a text may give something to, where the server has no list of them.
// Must not know: what was there before.

const NAME = String.raw`(?:\`[^\`]+\`|[\w$]+)`
const VARIABLE = new RegExp(String.raw`(?<![@\w'"\`])@(\`[^\`]+\`|[A-Za-z_$][\w$]*)`, 'g')
const TEMPORARY = new RegExp(String.raw`\bTEMPORARY\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(${NAME}(?:\s*\.\s*${NAME})?)`, 'gi')
/** Godwit's own are set before they are read. */
const OURS = '@godwit_'

export interface MadeIn {
  /** As `@name`: mentioned, so perhaps set. */
  readonly variables: readonly string[]
  /** Temporary tables, as the text names them. */
  readonly temporary: readonly string[]
}

/** More than there are, from a string or a comment, does no harm: what was not set is put back as it is. */
export function madeIn(texts: readonly string[]): MadeIn {
  const variables = texts.flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '']) => `@${name}`))
  const temporary = texts.flatMap((text) => [...text.matchAll(TEMPORARY)].map(([, name = '']) => name))
  return { variables: [...new Set(variables)].filter((name) => !name.startsWith(OURS)), temporary: [...new Set(temporary)] }
}
