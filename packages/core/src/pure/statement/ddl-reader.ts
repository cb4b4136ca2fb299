// Owns: reading the head of a DDL statement token by token: keywords, and names as the catalogue has them.
// Must not know: which statements there are.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Named } from '../../model/effect.ts'
import type { Statement } from '../../model/statement.ts'

export interface DdlReader {
  /** The next token in upper case; empty at the end. */
  peek(ahead?: number): string
  /** Passes the words if they are next, all of them. */
  take(...words: readonly string[]): boolean
  /** Passes one token. */
  skip(): void
  /** A name that may have a schema; undefined, and nothing passed, where no name can be read for certain. */
  named(): Named | undefined
  /** A string without escapes, as `'label'`. */
  string(): string | undefined
  /** Passes everything up to `word` outside parentheses; false at the end. */
  seek(word: string): boolean
  /** The rest, cut at commas outside parentheses. */
  clauses(): readonly DdlReader[]
  readonly done: boolean
}

export function ddlReader({ tokens }: Statement, family: DialectFamily): DdlReader {
  // What is between the marks of an executable comment runs like the rest.
  return readerOf(
    tokens.filter((token) => token !== '*/' && !token.startsWith('/*')),
    family,
  )
}

function readerOf(tokens: readonly string[], family: DialectFamily): DdlReader {
  let at = 0
  const word = (ahead: number): string => (tokens[at + ahead] ?? '').toUpperCase()
  const reader: DdlReader = {
    peek: (ahead = 0) => word(ahead),
    take(...words) {
      if (!words.every((wanted, ahead) => word(ahead) === wanted)) return false
      at += words.length
      return true
    },
    skip() {
      at++
    },
    named() {
      const first = plainName(tokens[at], family)
      if (first === undefined) return undefined
      if (tokens[at + 1] !== '.') {
        at++
        return { schema: undefined, name: first }
      }
      const second = plainName(tokens[at + 2], family)
      // Three parts, or a part that cannot be read.
      if (second === undefined || tokens[at + 3] === '.') return undefined
      at += 3
      return { schema: first, name: second }
    },
    string() {
      const token = tokens[at] ?? ''
      if (!/^'(?:[^'\\]|'')*'$/.test(token)) return undefined
      at++
      return token.slice(1, -1).replaceAll("''", "'")
    },
    seek(wanted) {
      let depth = 0
      for (; at < tokens.length; at++) {
        const token = tokens[at] ?? ''
        if (token === '(') depth++
        else if (token === ')') depth--
        else if (depth === 0 && token.toUpperCase() === wanted) {
          at++
          return true
        }
      }
      return false
    },
    clauses() {
      const parts: string[][] = [[]]
      let depth = 0
      for (const token of tokens.slice(at)) {
        if (token === '(') depth++
        else if (token === ')') depth--
        if (depth === 0 && token === ',') parts.push([])
        else parts.at(-1)?.push(token)
      }
      at = tokens.length
      return parts.map((part) => readerOf(part, family))
    },
    get done() {
      return at >= tokens.length
    },
  }
  return reader
}

/** Undefined for what is no name, and for names whose escapes or folding cannot be told from the token alone. */
function plainName(token: string | undefined, family: DialectFamily): string | undefined {
  if (token === undefined) return undefined
  const quote = token.charAt(0)
  if (quote === '[' && family === 'sqlite') return token.slice(1, -1)
  if ((quote === '"' && family !== 'mysql') || (quote === '`' && family !== 'postgres'))
    return token.slice(1, -1).replaceAll(quote + quote, quote)
  if (!/^[\p{L}\p{N}_$@#\u0080-\uffff]+$/u.test(token)) return undefined
  if (family !== 'postgres') return token
  // How letters beyond ASCII are folded depends on the server's locale.
  return /^[\x20-\x7e]*$/.test(token) ? token.toLowerCase() : undefined
}
