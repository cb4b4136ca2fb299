// Owns: what keeps a value from being a script, for those who write without types.
// Must not know: where it was written, what the script does.

/** Small first letter, no full stop: the caller says whose it is. */
export function scriptProblem(name: 'up' | 'down', script: unknown): string | undefined {
  if (typeof script === 'function') {
    return `its \`${name}\` is a function; write \`${name}: code('1', ${name})\` with \`code\` of @godwit/core, so that its revision stands for it`
  }
  if (typeof script === 'string') return `its \`${name}\` is a text; write a list of texts, [\`…\`]`
  if (Array.isArray(script)) return script.every(isPiece) ? undefined : `its \`${name}\` is a list with something else than SQL in it`
  if (!isObject(script)) return `its \`${name}\` is not a script`
  if (script['kind'] === 'code' || script['kind'] === 'steps') {
    return typeof script['revision'] === 'string' && typeof script['run'] === 'function'
      ? undefined
      : `its \`${name}\` has no revision or no function to run`
  }
  const wrong = Object.entries(script).find(([, variant]) => variant !== undefined && !(Array.isArray(variant) && variant.every(isPiece)))
  return wrong === undefined ? undefined : `its \`${name}.${wrong[0]}\` is not a list of SQL texts`
}

function isPiece(piece: unknown): boolean {
  return typeof piece === 'string' || (isObject(piece) && typeof piece['text'] === 'string')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
