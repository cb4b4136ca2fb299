// Owns: which parts of an SQL file are the way up and the way down, by the markers in it.
// Must not know: dialects, where the text comes from, what the statements mean.

import type { Lexis } from '../../model/lexis.ts'
import type { FilePart } from './name-part.ts'
import type { Statement } from '../../model/statement.ts'
import { readMarker, type Marker, type Wording } from './marker.ts'
import { plainPieces, recite } from '../lexing/plain-text.ts'
import type { Reader } from '../lexing/split.ts'
import { collectPlain, collectStatements, type StatementCollector } from '../lexing/statement-collector.ts'
import { walk, type Refusal, type Surroundings, type Visitor } from '../lexing/walk.ts'

export interface Section {
  readonly direction: 'up' | 'down'
  /** Offset of its first and behind its last character. Never empty of code. */
  readonly start: number
  readonly end: number
  /** What it holds, where no statement reaches beyond a marker and no setting of a client does. */
  readonly statements: readonly Statement[] | undefined
}

export type Sections =
  | {
      readonly ok: true
      /** In the order of the file. */
      readonly sections: readonly Section[]
      readonly by: Reader
      readonly transaction: 'auto' | 'forbidden'
      readonly foreignKeys: 'enforced' | 'suspended'
    }
  | { readonly ok: false; readonly offset: number; readonly reason: string }

interface Reading {
  /** Undefined once sections and statements no longer begin and end together. */
  collector: StatementCollector | undefined
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
  /** Where another tool would have begun the way down, on the way up. */
  foreignDown: number | undefined
}

const FOREIGN_DOWN =
  "to another tool the way down begins here, and what follows it would run on the way up; write '-- migrate:up' before the one and '-- migrate:down' here, or, where it is no such heading, other words"
const BLOCK_OPEN = "the '-- +goose StatementBegin' before it has no StatementEnd"

/** A line comment, or what a tool takes for one. */
interface Comment {
  readonly start: number
  readonly end: number
  readonly surroundings: Surroundings
}

/**
 * A file without markers is one section. `part` is what the file's name says; when that is a direction, markers may not
 * say another. A text that the lexer cannot read is one section as a whole, so that splitting it tells why.
 */
export function sqlSections(text: string, file: string, part: FilePart, lexis: Lexis): Sections {
  const pieces = plainPieces(text, lexis)
  const reading: Reading = {
    collector: pieces === undefined ? collectorFor(text, file, lexis) : collectPlain(text, file, 1, lexis),
    sections: [],
    direction: part === 'whole' ? undefined : part,
    wording: undefined,
    start: 0,
    code: 'none',
    anyCode: 'none',
    block: 'closed',
    transaction: 'auto',
    foreignKeys: 'enforced',
    foreignDown: undefined,
  }
  let problem: { readonly offset: number; readonly reason: string } | undefined
  let passed = 0
  const comment = (start: number, end: number, surroundings: Surroundings): void => {
    if (problem !== undefined) return
    // `#` opens a comment too, on MySQL, but to no tool that is read here a marker.
    const dashes = text.startsWith('--', start)
    for (const marker of readMarker(text.slice(start + (dashes ? 2 : 1), end)) ?? []) {
      if (!dashes && marker.kind !== 'foreign-down') continue
      const reason = place(reading, marker, { start, end, surroundings }, text, part)
      if (reason !== undefined) problem ??= { offset: start, reason }
    }
  }
  const visitor: Visitor = {
    statement: (start, end) => reading.collector?.statement(start, end),
    lineComment: comment,
    token: (kind, start, codeEnd) => {
      reading.collector?.token(kind, start, codeEnd)
      if (start < passed) return
      // MySQL wants white space behind the dashes of a comment. The tools do not, and take their markers out before it looks.
      const end = lexis.dashComments === 'before-space' && text.startsWith('--', start) ? lineEnd(text, start) : start
      if (end > start && readMarker(text.slice(start + 2, end)) !== undefined) {
        passed = end
        comment(start, end, 'between')
      } else {
        if (reading.foreignDown !== undefined) problem ??= { offset: reading.foreignDown, reason: FOREIGN_DOWN }
        reading.code = 'some'
        reading.anyCode = 'some'
      }
    },
  }
  const unreadable: Refusal | undefined = pieces === undefined ? walk(text, lexis, visitor) : recite(pieces, visitor)
  if (problem !== undefined) return { ok: false, ...problem }
  const { transaction, foreignKeys } = reading
  if (unreadable !== undefined) {
    const whole: Section = { direction: part === 'down' ? 'down' : 'up', start: 0, end: text.length, statements: undefined }
    return { ok: true, sections: [whole], by: 'lexer', transaction, foreignKeys }
  }
  if (reading.block === 'open')
    return { ok: false, offset: text.length, reason: "there is a '-- +goose StatementBegin' without its StatementEnd" }
  cut(reading, text.length)
  return { ok: true, sections: reading.sections, by: pieces === undefined ? 'lexer' : 'pattern', transaction, foreignKeys }
}

/** None where a DELIMITER may hold for the next section too: each section is a text of its own to those who run it. */
function collectorFor(text: string, file: string, lexis: Lexis): StatementCollector | undefined {
  const reaches = lexis.clientCommands === 'delimiter' && /delimiter/i.test(text)
  return reaches || text.includes('\0') ? undefined : collectStatements(text, file, 1)
}

/** The reason why not, if the marker may not stand where it stands. */
function place(reading: Reading, marker: Marker, comment: Comment, text: string, part: FilePart): string | undefined {
  // Drizzle writes its breakpoint right behind the semicolon.
  if (marker.kind !== 'breakpoint' && !standsAlone(text, comment.start)) {
    // Of the others, only words that may well be prose are let pass.
    if (marker.kind === 'foreign-down') return undefined
    if ((marker.kind === 'up' || marker.kind === 'down') && marker.wording === 'node-pg-migrate') return undefined
    return 'this marker stands behind other text; put it on a line of its own'
  }
  if (marker.kind === 'foreign-down') {
    if (comment.surroundings !== 'body' && reading.direction !== 'down') reading.foreignDown ??= comment.start
    return undefined
  }
  if (comment.surroundings === 'body' && marker.kind !== 'none' && marker.kind !== 'refused') {
    return 'this marker stands in the body of a trigger or routine; end that first'
  }
  return apply(reading, marker, comment, text, part)
}

/** The reason why not, if the marker may not stand here. */
function apply(
  reading: Reading,
  marker: Exclude<Marker, { readonly kind: 'foreign-down' }>,
  comment: Comment,
  text: string,
  part: FilePart,
): string | undefined {
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
      cut(reading, comment.start)
      reading.start = lineAfter(text, comment.end)
      return undefined
    case 'begin':
    case 'end':
      if ((marker.kind === 'begin') === (reading.block === 'open')) {
        return marker.kind === 'begin' ? BLOCK_OPEN : "there is no '-- +goose StatementBegin' before it"
      }
      reading.block = marker.kind === 'begin' ? 'open' : 'closed'
      cut(reading, comment.start)
      reading.start = lineAfter(text, comment.end)
      return undefined
    case 'up':
    case 'down': {
      if (marker.transaction === 'forbidden') reading.transaction = 'forbidden'
      // `-- Up migration` is also what people write at the top of an .up.sql, and says nothing new there.
      if (part === marker.kind) return undefined
      const reason = misplaced(reading, marker, part)
      if (reason !== undefined) return reason
      cut(reading, comment.start)
      reading.start = lineAfter(text, comment.end)
      reading.direction = marker.kind
      reading.wording = marker.wording
      reading.foreignDown = undefined
      return undefined
    }
    default:
      return marker satisfies never
  }
}

function misplaced(reading: Reading, marker: Extract<Marker, { readonly kind: 'up' | 'down' }>, part: FilePart): string | undefined {
  const { direction, wording, block, anyCode } = reading
  if (part !== 'whole') return `the file's name says '${part}', and this marker '${marker.kind}'; rename the file or take the marker out`
  if (block === 'open') return BLOCK_OPEN
  if (wording !== undefined && wording !== marker.wording) {
    return `the markers before it are those of ${wording}, and this one is of ${marker.wording}; use one kind`
  }
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
  if (reading.collector?.isOpen() === true) reading.collector = undefined
  const statements = reading.collector?.take()
  if (reading.code === 'some') reading.sections.push({ direction: reading.direction ?? 'up', start: reading.start, end, statements })
  reading.code = 'none'
}

function standsAlone(text: string, start: number): boolean {
  let at = start - 1
  while (text[at] === ' ' || text[at] === '\t') at--
  return at < 0 || text[at] === '\n' || text[at] === '\r'
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function lineAfter(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2
  return text[at] === '\n' || text[at] === '\r' ? at + 1 : at
}
