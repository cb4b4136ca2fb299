// Owns: which parts of an SQL file are the way up and the way down, by the markers in it.
// Must not know: dialects, where the text comes from, what the statements mean.

import type { FilePart } from './file-name.ts'
import { readMarker, type Marker, type Wording } from './marker.ts'

/** What the lexer found, as far as it matters here. White space is not reported. */
export interface Lexeme {
  /** `code`: anything that is neither a comment nor a semicolon. */
  readonly kind: 'line-comment' | 'block-comment' | 'semicolon' | 'code'
  readonly start: number
  readonly end: number
}

export interface Section {
  readonly direction: 'up' | 'down'
  /** Offset of its first and behind its last character. Never empty of code. */
  readonly start: number
  readonly end: number
}

export type Sections =
  | {
      readonly ok: true
      /** In the order of the file. */
      readonly sections: readonly Section[]
      readonly transaction: 'auto' | 'forbidden'
      readonly foreignKeys: 'enforced' | 'suspended'
    }
  | { readonly ok: false; readonly offset: number; readonly reason: string }

interface Reading {
  readonly sections: Section[]
  direction: 'up' | 'down' | undefined
  wording: Wording | undefined
  start: number
  /** Code since `start`; code at all. */
  code: 'none' | 'some'
  anyCode: 'none' | 'some'
  /** Between goose's StatementBegin and StatementEnd. */
  block: 'open' | 'closed'
  transaction: 'auto' | 'forbidden'
  foreignKeys: 'enforced' | 'suspended'
}

/**
 * A file without markers is one section. `part` is what the file's name says; when that is a direction, markers may not
 * say one too.
 */
export function sqlSections(text: string, lexemes: Iterable<Lexeme>, part: FilePart): Sections {
  const reading: Reading = {
    sections: [],
    direction: part === 'whole' ? undefined : part,
    wording: undefined,
    start: 0,
    code: 'none',
    anyCode: 'none',
    block: 'closed',
    transaction: 'auto',
    foreignKeys: 'enforced',
  }
  for (const lexeme of lexemes) {
    if (lexeme.kind === 'code') reading.code = reading.anyCode = 'some'
    if (lexeme.kind !== 'line-comment') continue
    for (const marker of readMarker(text.slice(lexeme.start + 2, lexeme.end)) ?? []) {
      const reason = standsAlone(text, lexeme) ? apply(reading, marker, lexeme, text, part) : applyBehind(reading, marker, lexeme, text)
      if (reason !== undefined) return { ok: false, offset: lexeme.start, reason }
    }
  }
  cut(reading, text.length)
  if (reading.block === 'open') return { ok: false, offset: text.length, reason: "there is a '-- +goose StatementBegin' without its StatementEnd" }
  const { sections, transaction, foreignKeys } = reading
  return { ok: true, sections, transaction, foreignKeys }
}

/** The reason why not, if the marker may not stand here. */
function apply(reading: Reading, marker: Marker, lexeme: Lexeme, text: string, part: FilePart): string | undefined {
  switch (marker.kind) {
    case 'refused':
      return marker.reason
    case 'none':
      return undefined
    case 'no-transaction':
      reading.transaction = 'forbidden'
      return undefined
    case 'transaction':
    case 'foreign-keys':
      // Later it would look as if it were meant for what follows it, and it is for the whole migration.
      if (reading.anyCode === 'some') return 'this setting is for the whole migration; put it before the first statement'
      if (marker.kind === 'transaction') reading.transaction = marker.value
      else reading.foreignKeys = marker.value
      return undefined
    case 'breakpoint':
      cut(reading, lexeme.start)
      reading.start = lineAfter(text, lexeme.end)
      return undefined
    case 'begin':
    case 'end':
      if ((marker.kind === 'begin') === (reading.block === 'open')) {
        return marker.kind === 'begin' ? "the '-- +goose StatementBegin' before it has no StatementEnd" : "there is no '-- +goose StatementBegin' before it"
      }
      reading.block = marker.kind === 'begin' ? 'open' : 'closed'
      cut(reading, lexeme.start)
      reading.start = lineAfter(text, lexeme.end)
      return undefined
    case 'up':
    case 'down': {
      if (marker.transaction === 'forbidden') reading.transaction = 'forbidden'
      // `-- Up migration` is also what people write at the top of an .up.sql, and says nothing new there.
      if (part === marker.kind) return undefined
      const reason = misplaced(reading, marker, part)
      if (reason !== undefined) return reason
      cut(reading, lexeme.start)
      reading.start = lineAfter(text, lexeme.end)
      reading.direction = marker.kind
      reading.wording = marker.wording
      return undefined
    }
    default:
      return marker satisfies never
  }
}

/** A marker with other text before it on its line. */
function applyBehind(reading: Reading, marker: Marker, lexeme: Lexeme, text: string): string | undefined {
  // Drizzle writes its breakpoint right behind the semicolon. Of the others, only words that may well be prose are let pass.
  if (marker.kind === 'breakpoint') return apply(reading, marker, lexeme, text, 'whole')
  if ((marker.kind === 'up' || marker.kind === 'down') && marker.wording === 'node-pg-migrate') return undefined
  return 'this marker stands behind other text; put it on a line of its own'
}

function misplaced(reading: Reading, marker: Extract<Marker, { readonly kind: 'up' | 'down' }>, part: FilePart): string | undefined {
  const { direction, wording, block, anyCode } = reading
  if (part !== 'whole') return `the file's name says '${part}', and this marker '${marker.kind}'; rename the file or take the marker out`
  if (block === 'open') return "the '-- +goose StatementBegin' before it has no StatementEnd"
  if (wording !== undefined && wording !== marker.wording) return `the markers before it are those of ${wording}, and this one is of ${marker.wording}; use one kind`
  if (direction === undefined) {
    if (anyCode === 'some') return 'there are statements before this first marker, in neither direction; put them behind a marker'
    return marker.kind === 'up' ? undefined : 'the way down comes before the way up; begin with the up marker'
  }
  if (direction === marker.kind) return `this is the second '${marker.kind}' in a row; put all of it into one`
  // Pairs one after another are dbmate's: its sections run in the order of the file, in both directions.
  return marker.kind === 'up' && marker.wording !== 'dbmate' ? "there is a second 'up'; put all of it into one" : undefined
}

/** Ends what began at `reading.start`. Without any code it is nothing: a template that nobody filled in. */
function cut(reading: Reading, end: number): void {
  if (reading.code === 'some') reading.sections.push({ direction: reading.direction ?? 'up', start: reading.start, end })
  reading.code = 'none'
}

function standsAlone(text: string, lexeme: Lexeme): boolean {
  for (let at = lexeme.start - 1; at >= 0; at--) {
    const character = text[at]
    if (character === '\n' || character === '\r') return true
    if (character !== ' ' && character !== '\t') return false
  }
  return true
}

function lineAfter(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2
  return text[at] === '\n' || text[at] === '\r' ? at + 1 : at
}
