// Owns: finding the function of a step; a plan is a value and holds none.
// Must not know: how the function is run.

import type { Dialect } from '../../model/dialect.ts'
import type { CodeScript, StepsScript } from '../../model/migration.ts'
import type { Step } from '../../model/plan.ts'
import type { Registry } from '../../pure/line/registry.ts'
import { variant } from '../../pure/line/variant.ts'

interface Scripts {
  readonly code: CodeScript
  readonly steps: StepsScript
}

export interface CodeOf {
  script<Kind extends keyof Scripts>(step: Step, kind: Kind): Scripts[Kind]
}

export function codeOf(registry: Registry, dialect: Dialect): CodeOf {
  return {
    script<Kind extends keyof Scripts>(step: Step, kind: Kind): Scripts[Kind] {
      const migration = registry.byId.get(step.id)?.migration
      const script = step.direction === 'up' ? migration?.up : migration?.down
      const chosen = script === undefined ? undefined : variant(script, dialect)
      if (chosen?.kind !== kind) throw new RangeError(`migration '${step.id}' was planned as ${kind} and is not`)
      return chosen as Scripts[Kind]
    },
  }
}
