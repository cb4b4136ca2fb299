import { expect, it } from 'vitest'
import { mysql, postgres, sqlite } from '../src/driver.ts'
import type { Table } from '../src/model/catalogue.ts'
import { tablesFrom } from '../src/pure/schema/catalogue-from.ts'
import { describeDifference } from '../src/pure/words/describe-difference.ts'
import { differenceKey, differences } from '../src/pure/schema/differences.ts'

const plain: Table = {
  name: 't',
  columns: [
    { name: 'id', type: 'TEXT', nullable: false },
    { name: 'made', type: 'DATETIME', nullable: true },
  ],
  primary: ['id'],
  unique: [{ name: undefined, columns: ['made'], part: false }],
  indexes: [{ name: 'i', columns: ['made', 'id'], part: false }],
  references: [{ columns: ['made'], table: 'u', to: ['id'], onDelete: 'CASCADE', onUpdate: 'NO ACTION' }],
}

const rows: readonly (readonly [what: string, Partial<Table> | 'absent', key: readonly string[], words: readonly string[]])[] = [
  ['nothing where it is the same', {}, [], []],
  ['a table that is missing, and nothing of what it would have', 'absent', ['t table: absent'], ["Table 't' is not there."]],
  [
    'a column that is missing',
    { columns: [{ name: 'id', type: 'TEXT', nullable: false }] },
    ['t.made column: absent'],
    ["Column 't.made' (DATETIME) is not there."],
  ],
  [
    'a column that is not expected',
    { columns: [...plain.columns, { name: 'x', type: '', nullable: true }] },
    ['t.x column: no type'],
    ["Column 't.x' (no type) is not expected."],
  ],
  [
    'a type and its nulls, each',
    {
      columns: [
        { name: 'id', type: 'INTEGER', nullable: true },
        { name: 'made', type: 'TEXT', nullable: true },
      ],
    },
    ['t.id type: INTEGER', 't.id nullability: NULL'],
    ["Column 't.id' is INTEGER where TEXT is expected.", "Column 't.id' is NULL where NOT NULL is expected."],
  ],
  ['no order of columns', { columns: plain.columns.toReversed() }, [], []],
  ['a primary key', { primary: ['made', 'id'] }, ['t primary key: made, id'], ["The primary key of 't' is made, id where id is expected."]],
  ['no primary key', { primary: [] }, ['t primary key: absent'], ["The primary key of 't' is none where id is expected."]],
  [
    'a unique key that is missing',
    { unique: [] },
    ['t.made unique key: absent'],
    ["The unique key of 't' over (made) is none where over all rows is expected."],
  ],
  [
    'a unique key that is not expected',
    { unique: [...plain.unique, { name: 'k', columns: ['id', 'made'], part: true }] },
    ['t.id, made unique key: over some rows'],
    ["The unique key of 't' over (id, made) is over some rows where none is expected."],
  ],
  [
    'an index that is missing',
    { indexes: [] },
    ['t.made, id index: absent'],
    ["The index of 't' over (made, id) is none where over all rows is expected."],
  ],
  ['no index that is not expected', { indexes: [...plain.indexes, { name: 'j', columns: ['id'], part: true }] }, [], []],
  [
    'an index of another name',
    { indexes: [{ name: 'j', columns: ['made', 'id'], part: false }] },
    ['t.made, id index: named j'],
    ["The index of 't' over (made, id) is named j where named i is expected."],
  ],
  [
    'a constraint where there should be an index by that name',
    { indexes: [], unique: [...plain.unique, { name: undefined, columns: ['made', 'id'], part: false }] },
    ['t.made, id unique key: over all rows', "t.made, id index: a constraint's"],
    [
      "The unique key of 't' over (made, id) is over all rows where none is expected.",
      "The index of 't' over (made, id) is a constraint's where named i is expected.",
    ],
  ],
  [
    'no name beside the one that is expected, and none of a constraint',
    {
      indexes: [{ name: 'j', columns: ['made', 'id'], part: false }, ...plain.indexes],
      unique: [{ name: 'u', columns: ['made'], part: false }],
    },
    [],
    [],
  ],
  [
    'a foreign key that is missing',
    { references: [] },
    ['t.made foreign key: absent'],
    ["The foreign key of 't' over (made) is none where u (id) on delete cascade is expected."],
  ],
  [
    'another rule',
    { references: [{ columns: ['made'], table: 'u', to: ['id'], onDelete: 'NO ACTION', onUpdate: 'SET NULL' }] },
    ['t.made foreign key: u (id) on update set null'],
    ["The foreign key of 't' over (made) is u (id) on update set null where u (id) on delete cascade is expected."],
  ],
]

it.each(rows)('tells %s', (_, over, keys, words) => {
  const found = differences([plain], over === 'absent' ? [] : [{ ...plain, ...over }], sqlite.catalogue.sameType, 'said')
  expect(found.map(differenceKey)).toEqual(keys)
  expect(found.map(describeDifference)).toEqual(words)
})

it('says nothing about tables that nobody expects, and tells a later one in words of its own', () => {
  expect(differences([], [plain], sqlite.catalogue.sameType, 'said')).toEqual([])
  const later = { what: 'later table', table: 't', columns: [], expected: undefined, found: 'a table' } as const
  expect(describeDifference(later)).toBe("'t' is there (a table), and only a later migration would make it.")
  expect(differenceKey(later)).toBe('t later table: a table')
})

it('passes over the names of indexes where they are free', () => {
  const other: Table = { ...plain, indexes: [{ name: 'j', columns: ['made', 'id'], part: false }] }
  expect(differences([plain], [other], sqlite.catalogue.sameType, 'free')).toEqual([])
})

const types: readonly (readonly [same: readonly string[]])[] = [
  [['INTEGER', 'INT', 'BIGINT', 'BOOLEAN', 'NUMERIC', 'DECIMAL(10,2)']],
  [['TEXT', 'VARCHAR(64)', 'CLOB', 'DATETIME', 'DATE', 'TIMESTAMP', 'datetime']],
  [['BLOB', '']],
  [['REAL', 'DOUBLE PRECISION', 'FLOAT']],
  [['INTEGER AUTOINCREMENT']],
  [['INTEGER ROWID']],
]
it('takes SQLite’s types for one that do the same to a value, and no others', () => {
  const { sameType } = sqlite.catalogue
  expect(types.map(([same]) => new Set(same.map(sameType)).size)).toEqual(types.map(() => 1))
  expect(new Set(types.map(([same]) => sameType(same[0] ?? ''))).size).toBe(types.length)
})

it('takes other engines’ types as they are written', () => {
  for (const { catalogue } of [postgres, mysql]) expect(catalogue.sameType('character varying(64)')).toBe('character varying(64)')
})

it('reads rows of a catalogue in any order, and a reference to a primary key that is not named', () => {
  const tables = tablesFrom({
    columns: [
      { tab: 'a', col: 'x', declared: 'TEXT', nullable: 0 },
      { tab: 'b', col: 'y', declared: null, nullable: 1 },
    ],
    indexes: [
      { tab: 'a', idx: 'p', kind: 'primary', nth: 2n, col: 'y', part: 0 },
      { tab: 'a', idx: 'p', kind: 'primary', nth: 1n, col: 'x', part: 0 },
      { tab: 'b', idx: 'u', kind: 'unique', nth: 0, col: 'y', part: 1, named: 0 },
      { tab: 'b', idx: 'i', kind: 'index', nth: 0, col: 'y', part: 0, named: 1 },
    ],
    references: [
      { tab: 'b', id: 0, nth: 1, col: 'z', to_tab: 'a', to_col: null, on_delete: 'CASCADE', on_update: 'NO ACTION' },
      { tab: 'b', id: 0, nth: 0, col: 'y', to_tab: 'a', to_col: null, on_delete: 'CASCADE', on_update: 'NO ACTION' },
    ],
  })
  expect(tables).toMatchObject([
    { name: 'a', primary: ['x', 'y'], unique: [], references: [] },
    {
      name: 'b',
      columns: [{ name: 'y', type: '', nullable: true }],
      primary: [],
      unique: [{ name: undefined, columns: ['y'], part: true }],
      indexes: [{ name: 'i', columns: ['y'], part: false }],
      references: [{ columns: ['y', 'z'], table: 'a', to: ['x', 'y'], onDelete: 'CASCADE' }],
    },
  ])
})
