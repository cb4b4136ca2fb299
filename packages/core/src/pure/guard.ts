import type { Dialect } from '../model/dialect.ts'
import type { Problem } from '../model/problem.ts'
import type { Statement } from '../model/statement.ts'
export interface Guarding { readonly id: string; readonly dialect: Dialect; readonly transaction: 'auto' | 'forbidden'; readonly foreignKeys: 'enforced' | 'suspended' }
export function guard(statements: readonly Statement[], guarding: Guarding): readonly Problem[] { void statements; void guarding; return [] }
