// Owns: how an engine goes about a statement, asked with its own EXPLAIN and told in one form.
// Must not know: lines, which way is a good one.

import type { Row, SqlValue } from '@godwit/core'
import type { Handle, PerDialect } from '../src/index.ts'

export interface Sent {
  readonly text: string
  readonly params: readonly SqlValue[]
}

export interface Access {
  readonly table: string
  /** `search`: the rows that are looked for are found in the index; `scan`: all are looked at. */
  readonly how: 'search' | 'scan'
  /** Null: the table itself; `id` where it is looked up by its key. */
  readonly index: string | null
  /** The index is entered at a number, and not only at the beginning of a session. */
  readonly from: 'number' | 'beginning'
}

export interface Plan {
  readonly accesses: readonly Access[]
  /** What is put into order after it was read. `page`: only what a `LIMIT` has left. */
  readonly sorted: 'nothing' | 'page' | 'rows'
  /** How many rows it looked at, as far as the engine tells. */
  readonly read: number | undefined
  /** The engine's own words, for whoever looks at a red test. */
  readonly words: string
}

/** What `work` sends through a handle like `on`. */
export async function sentBy(on: Handle, work: (on: Handle) => Promise<unknown>): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  const recorded: Handle = {
    ...on,
    run: (text, params = []) => {
      sent.push({ text, params })
      return on.run(text, params)
    },
  }
  await work(recorded)
  return sent
}

/** PostgreSQL has two: for these parameters, and for whatever parameters a prepared statement is run with later. */
export async function plansOf(on: Handle, sent: Sent): Promise<readonly Plan[]> {
  const named = tablesIn(sent.text)
  return (await EXPLAIN[on.place.dialect](on, sent)).map(({ accesses, ...plan }) => {
    const known = accesses.map((access) => ({ ...access, table: named.get(access.table) ?? '' }))
    // What is without a name is a subquery, whose own table is in the list too.
    return { ...plan, accesses: known.filter(({ table }) => table !== '') }
  })
}

const EXPLAIN: PerDialect<(on: Handle, sent: Sent) => Promise<readonly Plan[]>> = { sqlite: onSqlite, postgres: onPostgres, mysql: onMysql }

/** Engines tell a table by its name in the statement, which may be another than its own. */
function tablesIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/\b(?:FROM|JOIN)\s+(\w+)(?:\s+(?!(?:WHERE|ORDER|ON|CROSS|JOIN|LIMIT|FORCE|INDEXED)\b)(\w+))?/g)
  return new Map([...found].flatMap(([, table = '', alias]) => [[alias ?? table, table] as const]))
}

async function onSqlite(on: Handle, { text, params }: Sent): Promise<readonly Plan[]> {
  const { rows } = await on.run(`EXPLAIN QUERY PLAN ${text}`, params)
  const steps = rows.map((row) => ({ parent: Number(row['parent']), detail: String(row['detail']) }))
  const tables = tablesIn(text)
  const isPage = ({ parent }: { readonly parent: number }): boolean =>
    steps.some((step) => step.parent === parent && !tables.has(/^SCAN (\w+)/.exec(step.detail)?.[1] ?? [...tables.keys()][0] ?? ''))
  const sorts = steps.filter(({ detail }) => detail.startsWith('USE TEMP B-TREE'))
  return [
    {
      accesses: steps.flatMap(({ detail }): readonly Access[] => {
        // `M`: it is asked for words; `<`: from a number.
        const [, words, asked] = /^SCAN (\w+) VIRTUAL TABLE INDEX \d+:(\S*)/.exec(detail) ?? []
        if (words !== undefined && asked?.includes('M') === true) {
          return [{ table: words, how: 'search', index: words, from: asked.includes('<') ? 'number' : 'beginning' }]
        }
        const [, verb, table = '', index = null, condition = ''] =
          /^(SEARCH|SCAN) (\w+)(?: USING (?:COVERING )?(?:INDEX (\w+)|INTEGER PRIMARY KEY))?(?: \((.*)\))?/.exec(detail) ?? []
        if (verb === undefined) return []
        const how = verb === 'SEARCH' ? 'search' : 'scan'
        const from = /[<>]/.test(condition) ? 'number' : 'beginning'
        return [
          { table, how, index: index?.startsWith('sqlite_autoindex') === true ? 'id' : (index ?? (how === 'search' ? 'id' : null)), from },
        ]
      }),
      sorted: sorts.length === 0 ? 'nothing' : sorts.every(isPage) ? 'page' : 'rows',
      read: undefined,
      words: steps.map(({ detail }) => detail).join('\n'),
    },
  ]
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Alias?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

async function onPostgres(on: Handle, { text, params }: Sent): Promise<readonly Plan[]> {
  const explain = 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)'
  const own = await on.run(`${explain} ${text}`, params)
  await on.run('SET plan_cache_mode = force_generic_plan')
  await on.run(`PREPARE asked AS ${text}`)
  const literals = params.map((value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)))
  const generic = await on.run(`${explain} EXECUTE asked${literals.length > 0 ? `(${literals.join(', ')})` : ''}`)
  await on.run('DEALLOCATE asked')
  await on.run('RESET plan_cache_mode')
  return [own, generic].map(({ rows: [row] }) => told(row))
}

function told(row: Row = {}): Plan {
  const [answer] = Object.values(row)
  const [{ Plan: root }] = (typeof answer === 'string' ? JSON.parse(answer) : answer) as readonly [{ readonly Plan: Node }]
  const nodes = [...below(root)]
  const read = nodes.filter((node) => node['Relation Name'] !== undefined)
  const sorts = nodes.filter((node) => node['Node Type'].includes('Sort'))
  const isPage = (sort: Node): boolean => [...below(sort)].some((node) => node['Node Type'] === 'Limit')
  return {
    accesses: read.flatMap(indexed).map((node) => ({
      table: node.Alias ?? '',
      how: node['Node Type'] === 'Seq Scan' || (node['Index Name'] !== undefined && node['Index Cond'] === undefined) ? 'scan' : 'search',
      index: node['Index Name']?.endsWith('_pkey') === true ? 'id' : (node['Index Name'] ?? null),
      from: /[<>]/.test(node['Index Cond'] ?? '') ? 'number' : 'beginning',
    })),
    sorted: sorts.length === 0 ? 'nothing' : sorts.every(isPage) ? 'page' : 'rows',
    read: read.reduce((sum, node) => sum + node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)), 0),
    words: nodes.map(inWords).join('\n'),
  }
}

/** A bitmap is made, from one index or from several, by the nodes below the one that names the table. */
function indexed(node: Node): readonly Node[] {
  const bitmaps = [...below(node)].filter((each) => each['Node Type'] === 'Bitmap Index Scan')
  return bitmaps.length === 0 ? [node] : bitmaps.map((bitmap) => ({ ...bitmap, ...node }))
}

function inWords(node: Node): string {
  const removed = node['Rows Removed by Filter']
  return [
    node['Node Type'],
    node['Relation Name'],
    node['Index Name'],
    node['Index Cond'],
    `${node['Actual Loops']} × ${node['Actual Rows']} rows`,
    removed === undefined ? undefined : `${removed} removed`,
  ]
    .filter((word) => word !== undefined)
    .join(' ')
}

function* below(node: Node): Generator<Node> {
  yield node
  for (const child of node.Plans ?? []) yield* below(child)
}

async function onMysql(on: Handle, { text, params }: Sent): Promise<readonly Plan[]> {
  const { rows } = await on.run(`EXPLAIN ${text}`, params)
  const sorts = rows.filter((row) => String(row['Extra']).includes('filesort'))
  const before = await handled(on)
  await on.run(text, params)
  const after = await handled(on)
  return [
    {
      accesses: rows.map((step) => ({
        table: String(step['table']),
        how: step['type'] === 'ALL' || step['type'] === 'index' ? 'scan' : 'search',
        index: step['key'] === 'PRIMARY' ? 'id' : step['key'] === null ? null : String(step['key']),
        from: step['type'] === 'range' ? 'number' : 'beginning',
      })),
      sorted: sorts.length === 0 ? 'nothing' : sorts.every((row) => String(row['table']).startsWith('<')) ? 'page' : 'rows',
      read: after - before,
      words: rows.map((row) => JSON.stringify(row)).join('\n'),
    },
  ]
}

/** Rows that this connection has read so far. What the statement itself that asks has read comes to none: it reads no table. */
async function handled(on: Handle): Promise<number> {
  const { rows } = await on.run(`SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_first', 'Handler_read_key', 'Handler_read_last',
    'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd', 'Handler_read_rnd_next')`)
  return rows.reduce((sum, row) => sum + Number(row['Value']), 0)
}
