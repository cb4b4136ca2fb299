// Owns: where the body of an SQLite trigger begins and ends.
// Must not know: texts, other dialects.

import type { Follower, Shape } from './compound.ts'

/**
 * The grammar closes every statement of the body with a semicolon, and none of them begins with END: so END closes
 * the body exactly if it stands behind a semicolon, whatever CASE expressions or columns named `end` there are.
 * @see https://www.sqlite.org/lang_createtrigger.html
 */
export function followTrigger(): Follower {
  let state: 'head' | 'create' | 'header' | 'body' | 'boundary' | 'closed' = 'head'
  return {
    begin: () => {
      state = 'head'
    },
    feed: (kind, word): Shape => {
      switch (state) {
        case 'head':
          if (word === 'EXPLAIN' || word === 'QUERY' || word === 'PLAN') return 'undecided'
          if (word !== 'CREATE') return 'plain'
          state = 'create'
          return 'undecided'
        case 'create':
          if (word === 'TEMP' || word === 'TEMPORARY') return 'undecided'
          if (word !== 'TRIGGER') return 'plain'
          state = 'header'
          return 'undecided'
        case 'header':
          if (word !== 'BEGIN') return 'undecided'
          state = 'body'
          return 'body'
        case 'body':
          if (kind === 'semicolon') state = 'boundary'
          return 'body'
        case 'boundary':
          if (word === 'END') {
            state = 'closed'
            return 'closed'
          }
          if (kind !== 'semicolon') state = 'body'
          return 'body'
        case 'closed':
          return 'closed'
        default:
          return state satisfies never
      }
    },
  }
}
