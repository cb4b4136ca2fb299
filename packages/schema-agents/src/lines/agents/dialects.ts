// Owns: the dialects that every migration of the line `agents` is written for.
// Must not know: what the migrations do.

/** A name added here makes every migration of the line that has no variant for it a compile error. */
export const dialects = ['sqlite'] as const

export type AgentsDialect = (typeof dialects)[number]
