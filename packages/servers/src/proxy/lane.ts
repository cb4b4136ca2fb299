// Owns: one direction of a connection: what comes in leaves in the same order, each chunk its delay later.
// Must not know: cuts.

import type { Socket } from 'node:net'

export interface Lane {
  /** `sent` is called when the operating system has taken it. */
  readonly push: (chunk: Buffer, delay: number, sent?: () => void) => void
  /** Done after what is under way. */
  readonly follow: (delay: number, action: () => void) => void
  /** Ends the outgoing side after what is under way; the other way stays open. */
  readonly end: (delay: number) => void
  /** Closes the outgoing socket after what is under way. */
  readonly close: (delay: number) => void
}

interface Item {
  readonly due: number
  readonly leave: () => void
}

export function lane(from: Socket, to: Socket): Lane {
  const queue: Item[] = []
  let timer: NodeJS.Timeout | undefined

  const leaveDue = (): void => {
    timer = undefined
    for (let item = queue[0]; item !== undefined; item = queue[0]) {
      const wait = item.due - performance.now()
      if (wait > 0) {
        timer = setTimeout(leaveDue, wait)
        return
      }
      queue.shift()
      item.leave()
    }
  }
  // A timer for the first only: with one each, a shorter delay later on would overtake.
  const enter = (delay: number, leave: () => void): void => {
    if (delay <= 0 && queue.length === 0) return leave()
    queue.push({ due: performance.now() + delay, leave })
    timer ??= setTimeout(leaveDue, delay)
  }
  to.on('drain', () => from.resume())
  to.once('close', () => {
    clearTimeout(timer)
    queue.length = 0
  })
  return {
    push: (chunk, delay, sent) =>
      enter(delay, () => {
        if (!to.writable) return
        // Who reads slowly is not to fill this process's memory.
        if (!to.write(chunk, () => sent?.())) from.pause()
      }),
    follow: enter,
    end: (delay) => enter(delay, () => void to.end()),
    close: (delay) => enter(delay, () => to.destroySoon()),
  }
}
