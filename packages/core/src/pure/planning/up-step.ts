// Owns: the step that applies one migration.
// Must not know: targets, order, other migrations.

import type { Step, StepBase } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import type { RecordedDown } from '../../model/recorded-down.ts'
import { foreignKeysOf } from '../statement/foreign-keys.ts'
import { codeChecksum, compile, rawChecksumOf, textsOf } from '../line/compile.ts'
import { compileNothing } from './drift.ts'
import type { Elsewhere } from '../journal/elsewhere.ts'
import type { Made, Question } from './planner.ts'
import { sqlStep } from './sql-step.ts'
import { halted } from './code-step.ts'
import { checkVariant, variant } from '../line/variant.ts'

export function upStep(
  question: Question,
  id: string,
  position: { readonly seq: number; readonly ordinal: number },
  elsewhere: Elsewhere,
): Made {
  const { registry, dialect, policy } = question
  const entry = registry.byId.get(id)
  const migration = entry?.migration
  if (migration === undefined) throw new RangeError(`migration '${id}' was selected and not loaded`)
  const { description } = migration
  // Written out, here and below: spreading one object into another is ten times as slow, and this is done for every migration.
  const base = (checksum: string, rawChecksum: string | undefined): StepBase => ({
    line: registry.line,
    id,
    description,
    direction: 'up',
    seq: position.seq,
    ordinal: position.ordinal,
    checksum,
    rawChecksum,
    recordedDown: recordedDown(question, id),
  })
  const chosen = variant(migration.up, dialect)
  const check = migration.check === undefined ? undefined : checkVariant(migration.check, dialect)
  switch (chosen.kind) {
    case 'missing': {
      if (policy.missingVariant === 'refuse') {
        return {
          ok: false,
          problems: [{ code: 'VARIANT_MISSING', id, dialect: dialect.flavor ?? dialect.family, present: chosen.present }],
        }
      }
      const about = base(compileNothing(dialect), undefined)
      const made: Made = { ok: true, step: { ...about, kind: 'record', because: 'no-variant' } }
      return policy.effect === 'record' ? made : (halted(question, about, 'up', 'record') ?? made)
    }
    case 'code':
    case 'steps': {
      const about = base(codeChecksum(chosen.revision), undefined)
      if (policy.effect === 'record') return baseline(about)
      const { revision } = chosen
      const foreignKeys = foreignKeysOf(migration, dialect)
      const step: Step =
        chosen.kind === 'code'
          ? { ...about, kind: 'code', revision, foreignKeys, check }
          : { ...about, kind: 'steps', revision, foreignKeys }
      return refused(elsewhere, about) ?? halted(question, step, 'up', step.kind) ?? { ok: true, step }
    }
    case 'sql': {
      const compiled = compile(chosen.script, dialect.lexis)
      if (!compiled.ok) return { ok: false, problems: [{ code: 'SQL_UNREADABLE', id, reason: compiled.reason, place: compiled.place }] }
      if (compiled.statements.length === 0) return { ok: false, problems: [{ code: 'SCRIPT_EMPTY', id, script: 'up' }] }
      const text = rawChecksumOf(chosen.script)
      const about = base(compiled.checksum, entry?.rawChecksum ?? text)
      if (policy.effect === 'record') return baseline(about)
      return (
        refused(elsewhere, about) ??
        sqlStep(question, about, {
          statements: compiled.statements,
          script: 'up',
          text,
          check,
          transaction: migration.transaction ?? 'auto',
          foreignKeys: foreignKeysOf(migration, dialect),
        })
      )
    }
    default:
      return chosen satisfies never
  }
}

function baseline(base: StepBase): Made {
  return { ok: true, step: { ...base, kind: 'record', because: 'baseline' } }
}

/** The same migration applied under another line's name would be applied twice. */
function refused(elsewhere: Elsewhere, { id, line, checksum }: StepBase): Made | undefined {
  const problems: Problem[] = []
  for (const receipt of elsewhere.get(id) ?? []) {
    if (receipt.checksum === checksum) problems.push({ code: 'OTHER_LINE', id, line, otherLine: receipt.line })
  }
  return problems.length === 0 ? undefined : { ok: false, problems }
}

/** What the receipt keeps, so that a deployment of older code can still go back. */
function recordedDown({ registry, dialect }: Question, id: string): string | undefined {
  const migration = registry.byId.get(id)?.migration
  if (migration?.down === undefined) return undefined
  const chosen = variant(migration.down, dialect)
  if (chosen.kind !== 'sql') return undefined
  const kept: { -readonly [name in keyof RecordedDown]: RecordedDown[name] } = { script: textsOf(chosen.script) }
  if (migration.transaction === 'forbidden') kept.transaction = 'forbidden'
  if (migration.foreignKeys === 'suspended') kept.foreignKeys = 'suspended'
  return JSON.stringify(kept)
}
