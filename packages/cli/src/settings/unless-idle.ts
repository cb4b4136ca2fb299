// Owns: giving up on a promise that nothing is left to settle.
// Must not know: whose promise it is.

/** Rejects where Node has nothing else to do and would end. Whoever waits is told before the process speaks for itself. */
export async function unlessIdle<Value>(work: Promise<Value>): Promise<Value> {
  let giveUp = (): void => {}
  const idle = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new Error('it waits for something that never comes'))
    process.once('beforeExit', giveUp)
  })
  try {
    return await Promise.race([work, idle])
  } finally {
    process.off('beforeExit', giveUp)
  }
}
