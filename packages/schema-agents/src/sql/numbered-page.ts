// Owns: a part of a list that is asked for by its page's number.
// Must not know: what is listed.

import { amount, integer } from './kind.ts'
import type { Window } from './page.ts'

export interface NumberedPage {
  /** Counted from 1. @defaultValue 1 */
  readonly page?: number
  /** @defaultValue 100 */
  readonly page_size?: number
}

/** Throws `TypeError` on a page before the first, and on a size that is negative. */
export function windowOfPage({ page = 1, page_size = 100 }: NumberedPage): Required<Window> {
  integer.encode(page, 'page')
  if (page < 1) throw new TypeError(`page takes a whole number from 1, not ${page}.`)
  amount.encode(page_size, 'page_size')
  return { limit: page_size, offset: (page - 1) * page_size }
}
