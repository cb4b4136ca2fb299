// Owns: the document of --json, held against the published schema and against the exit code of the process.
// Must not know: what it should say.

import { createRequire } from 'node:module'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { migrate } from './spawned.ts'

export const schema = createRequire(import.meta.url)('@godwit/cli/schema/output.schema.json') as AnySchemaObject
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
export const validate = ajv.compile(schema)

export interface Document {
  readonly version: number
  readonly command: string
  readonly exitCode: number
  readonly database: { readonly driver: string; readonly url: string } | null
  readonly result: { readonly kind: string; readonly [field: string]: unknown }
}

export async function documentOf(folder: string, ...args: readonly string[]): Promise<Document> {
  const { code, stdout } = await migrate(folder, [...args, '--json'])
  const document = JSON.parse(stdout) as Document
  const valid: unknown = validate(document)
  expect({ valid, errors: validate.errors }).toEqual({ valid: true, errors: null })
  expect(document.exitCode).toBe(code)
  return document
}
