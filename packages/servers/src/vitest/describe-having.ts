// Owns: tests that start servers of their own.
// Must not know: what is tested.

import { describe } from 'vitest'

import { obtained, type Kind } from '../kind.ts'
import { inWords, isRequired } from '../unavailable.ts'

/**
 * Tests that start these servers themselves. Where one of them cannot be had they are skipped, and the name of the group says why
 * and which command brings it; `body` is called all the same, for their names. Where servers are required it rejects. To be awaited by the test file: what is to be fetched is fetched now.
 */
export async function describeHaving(kinds: readonly Kind[], name: string, body: (servers: 'there' | 'absent') => void): Promise<void> {
  const found = await Promise.all(kinds.map(obtained))
  const lacks = found.flatMap((each) => (each.state === 'unavailable' ? [inWords(each)] : []))
  if (lacks.length > 0 && isRequired()) throw new Error(lacks.join('\n'))
  describe.skipIf(lacks.length > 0)([name, ...lacks].join('. '), () => {
    body(lacks.length > 0 ? 'absent' : 'there')
  })
}
