// Owns: how a change is merged into JSON that is there.
// Must not know: tables.

import type { Json } from '../../sql/kind.ts'

type JsonObject = { readonly [key: string]: Json }

/** Objects are merged, level by level; everything else, lists and null too, takes the place of what was there. */
export function merged(old: Json, changes: JsonObject): JsonObject {
  const kept = isObject(old) ? old : {}
  const changed = Object.entries(changes).map(([key, value]): [string, Json] => [
    key,
    isObject(value) ? merged(kept[key] ?? null, value) : value,
  ])
  // Not by assignment: `__proto__` is a key as any other.
  return Object.fromEntries([...Object.entries(kept), ...changed])
}

/** `changes` at `preferences.theme`: `{ preferences: { theme: changes } }`. */
export function atPath(path: string, changes: JsonObject): JsonObject {
  return path.split('.').reduceRight<JsonObject>((inner, key) => Object.fromEntries([[key, inner]]), changes)
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
