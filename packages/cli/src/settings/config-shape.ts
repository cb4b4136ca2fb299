// Owns: what keeps a value of a configuration from being a line or a driver.
// Must not know: where it was found, what becomes of it.

/** Small first letter, no full stop. Its migrations are looked at when they are added. */
export function lineProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it is not an object'
  const { name, migrations, requires } = value
  if (typeof name !== 'string' || name.trim() === '') return 'it has no name'
  if (!Array.isArray(migrations)) return 'its migrations are not a list'
  if (requires === undefined) return undefined
  return isListOfTexts(requires) ? undefined : 'what it requires is not a list of texts'
}

export function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** Small first letter, no full stop. */
export function driverProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it is not an object'
  const has = {
    name: typeof value['name'] === 'string',
    dialect: isRecord(value['dialect']),
    capabilities: isRecord(value['capabilities']),
    open: typeof value['open'] === 'function',
    close: typeof value['close'] === 'function',
  }
  const missing = Object.entries(has).find(([, there]) => !there)?.[0]
  return missing === undefined ? undefined : `it has no \`${missing}\``
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
