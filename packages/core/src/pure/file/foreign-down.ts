// Owns: the comments by which tools whose markers are not read here, and misspelt markers, begin the way down.
// Must not know: markers that are read, where a comment stands, what follows it.

/** What people draw around a heading, and what an editor shows nobody. */
const DECORATION = /^[\s\-#=*>[("'\u200b-\u200d]+|[\s\-=*:.)\]"'\u200b-\u200d]+$/g

/** Undecorated, in small letters. */
const DOWN: readonly RegExp[] = [
  // sql-migrate, micrate, and goose with a space too many: `+migrate Down`.
  /^\+ ?[\w-]+\s+down\b/,
  // MyBatis and dbdeploy: `//@UNDO`.
  /^(?:\/\/\s*)?@(?:undo|down)\b/,
  // Evolutions of Play: `!Downs`.
  /^! ?downs?$/,
  // tern: `---- create above / drop below ----`.
  /^create above ?\/ ?drop below$/,
  // The npm package sqlite has nothing but `Down`, rambler `rambler down`; the others are ours, misspelt: `migrate :down`, `Migration Down`.
  /^(?:(?:db)?migrat(?:e|ions?)\b\W*|(?:dbmate|goose|rambler)\b\W*)?down(?:\W+(?:migration|migrate|script|sql)|\s+transaction:(?:true|false)|:\s.*)?$/,
  // Of nobody in particular: what people write between two halves of a file that they run by hand.
  /^(?:roll ?back|undo|revert)(?:\W+(?:migration|migrate|script|section|sql))?$/,
]

/** Whether `comment`, without its dashes, reads as nothing but the beginning of a way down. */
export function isForeignDown(comment: string): boolean {
  const said = comment.toLowerCase().replace(DECORATION, '')
  return DOWN.some((form) => form.test(said))
}
