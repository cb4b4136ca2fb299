// Owns: something to do while the database thinks.
// Must not know: what was asked, what is done.

/**
 * What `asked` gives. `work` is begun once the question is on its way, and waited for; where the answer is here before that, as from
 * an engine inside this process, it is left out. It must not reject.
 */
export async function meanwhile<Result>(asked: Promise<Result>, work: () => Promise<void>): Promise<Result> {
  let begun: Promise<void> | undefined
  // Not at once: a driver may have steps of its own to take before it writes.
  const timer = setTimeout(() => {
    begun = work()
  }, 0)
  try {
    return await asked
  } finally {
    clearTimeout(timer)
    await begun
  }
}
