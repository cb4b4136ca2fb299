// Owns: one SQL file for each direction of each migration, the format that several libraries share.
// Must not know: which of them reads it.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { WorkloadStep } from '../workload.ts'

/** `nameOf` says what a file is called. */
export function writeSqlFiles(
  folder: string,
  steps: readonly WorkloadStep[],
  nameOf: (step: WorkloadStep, direction: 'up' | 'down') => string,
): void {
  for (const step of steps)
    for (const direction of ['up', 'down'] as const)
      writeFileSync(join(folder, nameOf(step, direction)), `${step[direction].join(';\n')};\n`)
}
