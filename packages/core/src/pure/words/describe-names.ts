// Owns: the words for what a migration would make and may not, because of its name or of where it is to lie.
// Must not know: how that was found.

import type { EffectObject } from '../../model/effect.ts'
import type { Place, Problem } from '../../model/problem.ts'
import type { Description } from './describe-problem.ts'

type ProblemOf<Code extends Problem['code']> = Extract<Problem, { readonly code: Code }>

export function describeNameTaken({ id, line, object, by, place }: ProblemOf<'NAME_TAKEN'>): Description {
  const would = `would make ${named(object)}${at(place)}, and`
  if (by !== undefined)
    return {
      message: `Migration '${id}' of line '${line}' ${would} migration '${by.id}' of line '${by.line}' makes one of that name before it. Nothing of either was run.`,
      remedy: 'Give one of the two lines a prefix or a schema of its own.',
    }
  return {
    message: `Migration '${id}' ${would} something of that name is there already. Nothing of line '${line}' was run.`,
    remedy: `Give the line a prefix or a schema of its own, or rename what is there. If that is the line's own, made by something else, record it without running it: migrate baseline --line ${line} --to ${id}`,
  }
}

export function describeSchemaMissing({ id, line, schema, object, place }: ProblemOf<'SCHEMA_MISSING'>): Description {
  return {
    message: `Migration '${id}' would make ${named(object)}${at(place)}, and there is no schema '${schema}', or none that this user is shown. Nothing of line '${line}' was run.`,
    remedy: `Make it first: CREATE SCHEMA ${schema}. Or give the line a schema that is there.`,
  }
}

function named({ kind, schema, name }: EffectObject): string {
  const what = kind === 'relation' ? 'the table, view or sequence' : `the ${kind}`
  return `${what} '${schema === undefined ? '' : `${schema}.`}${name}'`
}

export function at({ file, line, column }: Place): string {
  return file === undefined ? ` at line ${line}, column ${column}` : ` at ${file}:${line}:${column}`
}
