// Owns: where the tests' own modules are as JavaScript, for child processes.
// Must not know: who builds them (`build-tests.ts`, before any test).

export const BUILT = new URL('../node_modules/.cache/conformance/', import.meta.url)

/** URL of a module of `test/`, built. */
export function builtUrl(module: string): string {
  return new URL(`test/${module}`, BUILT).href
}
