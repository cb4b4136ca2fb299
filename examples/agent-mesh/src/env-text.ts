// Owns: the text of a .env file: what it says, and one key changed with everything else left as it is.
// Must not know: files, which keys there are.

import { parse } from 'dotenv'
import { EXIT, Refusal } from './refusal.ts'

/** An entry as dotenv has it. A value in quotes may go over several lines, so that what stands in it is not mistaken for a key. */
const ENTRY =
  /^(?<before>[ \t]*(?:export[ \t]+)?)(?<key>[\w.-]+)(?:[ \t]*=|:[ \t])[ \t]*(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]*?)(?<after>[ \t]*(?:#[^\r\n]*)?)$/gm

export function readEnv(text: string): Readonly<Record<string, string>> {
  return parse(text)
}

/**
 * One line for `key`: where its last one stands, with the comment behind it, or at the end. Comments, order, other keys and line
 * ends stay. Throws `Refusal` where a value cannot be written so that it is read back as it was, or an entry cannot be made out.
 */
export function withKey(text: string, key: string, value: string): string {
  const entries = [...text.matchAll(ENTRY)].filter(({ groups }) => groups?.['key'] === key)
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const entry = `${key}=${quoted(key, value)}`
  const last = entries.at(-1)
  const changed =
    last === undefined
      ? `${text}${text === '' || text.endsWith('\n') ? '' : end}${entry}${end}`
      : replaced(text, last, `${last.groups?.['before'] ?? ''}${entry}${last.groups?.['after'] ?? ''}`, entries.slice(0, -1))
  const before = readEnv(text)
  const after = readEnv(changed)
  const whole = Object.keys({ ...before, ...after }).every((each) => after[each] === (each === key ? value : before[each]))
  if (whole) return changed
  throw new Refusal(
    EXIT.usage,
    `The .env has a form in which ${key} cannot be set without harm to the rest. Nothing was written; set ${key} in it by hand.`,
  )
}

function replaced(text: string, last: RegExpExecArray, line: string, earlier: readonly RegExpExecArray[]): string {
  let result = `${text.slice(0, last.index)}${line}${text.slice(last.index + last[0].length)}`
  for (const { index, 0: found } of earlier.toReversed()) {
    result = result.slice(0, index) + result.slice(index + found.length).replace(/^\r?\n/, '')
  }
  return result
}

/** In double quotes, `\n` would be read back as a new line, and other readers put variables in the place of `$`. */
function quoted(key: string, value: string): string {
  const marks = /["\\$`]/.test(value) ? ["'", '`', '"'] : ['"', "'", '`']
  for (const mark of marks) {
    const form = `${mark}${value}${mark}`
    if (!value.includes(mark) && parse(`K=${form}\nL=1`)['K'] === value) return form
  }
  throw new Refusal(
    EXIT.usage,
    `The value for ${key} holds all three kinds of quotes, which no line of a .env can. Nothing was written; percent-encode them: %22, %27, %60.`,
  )
}
