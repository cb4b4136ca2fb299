// Owns: the step that reverts one migration, by the code's `down` or by the one its receipt kept.
// Must not know: targets, order, other migrations.

import type { Script } from '../../model/migration.ts'
import type { Step, StepBase } from '../../model/plan.ts'
import type { RecordedDown } from '../../model/recorded-down.ts'
import { halted } from './code-step.ts'
import { compile, rawChecksumOf } from '../line/compile.ts'
import { compileNothing, drift } from './drift.ts'
import { foreignKeysOf } from '../statement/foreign-keys.ts'
import type { History } from '../journal/history.ts'
import type { Made, Question } from './planner.ts'
import { recordedDownFrom } from '../journal/recorded-down-from.ts'
import { sqlStep } from './sql-step.ts'
import { variant } from '../line/variant.ts'

export function downStep(
  question: Question,
  past: History,
  id: string,
  position: { readonly seq: number; readonly ordinal: number },
): Made {
  const { registry, dialect, policy } = question
  const receipt = past.applied.get(id)
  if (receipt === undefined) throw new RangeError(`migration '${id}' was selected and is not applied`)
  const entry = registry.byId.get(id)
  const migration = entry?.migration
  if (migration !== undefined && policy.checksums === 'verify') {
    const changed = drift(migration, receipt, dialect, entry?.origin)
    if (changed !== undefined && changed.code !== 'CHECKSUM_MANUAL') return { ok: false, problems: [changed] }
  }
  const script = migration === undefined ? 'recorded down' : 'down'
  const json = migration === undefined ? question.recordedDowns.get(id) : undefined
  const kept = json === undefined ? undefined : recordedDownFrom(id, json)
  if (kept?.ok === false) return { ok: false, problems: [kept.problem] }
  const back: Way | undefined = kept === undefined ? migration : wayOf(kept.down)
  if (back?.down === undefined) return { ok: false, problems: [{ code: 'IRREVERSIBLE', id }] }

  const base: StepBase = {
    line: registry.line,
    id,
    description: receipt.description,
    direction: 'down',
    ...position,
    checksum: receipt.checksum,
    rawChecksum: receipt.rawChecksum,
    recordedDown: undefined,
  }
  const chosen = variant(back.down, dialect)
  const foreignKeys = foreignKeysOf(back, dialect)
  switch (chosen.kind) {
    case 'missing': {
      const about = { id, dialect: dialect.flavor ?? dialect.family, present: chosen.present }
      if (policy.missingVariant === 'refuse') return { ok: false, problems: [{ code: 'VARIANT_MISSING', ...about }] }
      const begun = halted(question, base, script, 'record')
      if (begun !== undefined) return begun
      // What did nothing on its way up has nothing to take back. Anything else would be called undone, and still be there.
      if (receipt.checksum !== compileNothing(dialect)) return { ok: false, problems: [{ code: 'IRREVERSIBLE_HERE', ...about }] }
      return { ok: true, step: { ...base, kind: 'record', because: 'no-variant' } }
    }
    case 'code': {
      const step: Step = { ...base, kind: 'code', revision: chosen.revision, foreignKeys, check: undefined }
      return halted(question, step, script, 'code') ?? { ok: true, step }
    }
    case 'steps': {
      const step: Step = { ...base, kind: 'steps', revision: chosen.revision, foreignKeys }
      return halted(question, step, script, 'steps') ?? { ok: true, step }
    }
    case 'sql': {
      const compiled = compile(chosen.script, dialect.lexis)
      if (!compiled.ok) return { ok: false, problems: [{ code: 'SQL_UNREADABLE', id, reason: compiled.reason, place: compiled.place }] }
      if (compiled.statements.length === 0) return { ok: false, problems: [{ code: 'SCRIPT_EMPTY', id, script }] }
      return sqlStep(question, base, {
        statements: compiled.statements,
        script,
        text: rawChecksumOf(chosen.script),
        check: undefined,
        transaction: back.transaction ?? 'auto',
        foreignKeys,
      })
    }
    default:
      return chosen satisfies never
  }
}

interface Way {
  readonly down?: Script
  readonly transaction?: 'auto' | 'forbidden'
  readonly foreignKeys?: 'enforced' | 'suspended'
}

function wayOf({ script, transaction, foreignKeys }: RecordedDown): Way {
  return { down: script, ...(transaction === undefined ? {} : { transaction }), ...(foreignKeys === undefined ? {} : { foreignKeys }) }
}
