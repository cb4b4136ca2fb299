// Owns: giving up on an answer after a while.
// Must not know: what was asked.

/** `too late` after `ms` milliseconds; what `work` does then is nobody's any more, its failure included. */
export async function bounded<Result>(work: Promise<Result>, ms: number): Promise<Result | 'too late'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'too late'>((resolve) => {
    timer = setTimeout(() => resolve('too late'), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
