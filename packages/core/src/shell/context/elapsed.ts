// Owns: how much time has passed, also while this process was stopped or its machine slept.
// Must not know: what is measured, what is done about it.

/**
 * Milliseconds since this was called, by whichever of the two clocks tells more: the steady one stands still while a machine sleeps,
 * and the other may be set back. Where a clock was set forward it is more than has passed: for those to whom too late is what matters.
 */
export function elapsed(): () => number {
  const [steady, set] = [performance.now(), Date.now()]
  return () => Math.max(performance.now() - steady, Date.now() - set)
}
