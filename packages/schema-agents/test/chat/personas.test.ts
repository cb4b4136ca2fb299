// Owns: P-T6, P-F1, P-F4, P-D1 to P-D4, P-D12, R9, R11: where a persona's database is, by name.
// Must not know: databases.

import { describe, expect, test } from 'vitest'
import {
  checkPersonaId,
  personaFile,
  personaFilesToDelete,
  personaName,
  personaNameToDrop,
  personaOfFile,
  personaOfName,
} from '../../src/lines/chat/index.ts'
import { placeOf } from '../../src/sql/place.ts'

const UUID = '123e4567-e89b-12d3-a456-426614174000'
const IDS = ['default', UUID, 'a1b2c3d4', 'A', 'a', 'z', 'Z', 'zZ-Az', '-', '--', 'main', 'p-default', '0', 'a-b', 'aB', 'Ab']

const REFUSED = [
  '',
  ' ',
  '..',
  '../../etc/x',
  'a/b',
  'a\\b',
  'a.b',
  'a_b',
  'a b',
  'a\n',
  'ä',
  'a\u0000',
  'x'.repeat(65),
  null,
  undefined,
  1,
  ['a'],
]

describe('files', () => {
  test('P-T6, P-F1: the default one is main.db, every other has its id in its name', () => {
    expect(personaFile('default')).toBe('main.db')
    expect(personaFile(UUID)).toBe(`persona_${UUID}.db`)
    expect(personaFile('x'.repeat(64))).toBe(`persona_${'x'.repeat(64)}.db`)
  })

  test.each(IDS)('P-F4: the file of %s is that of nobody else', (id) => {
    expect(personaOfFile(personaFile(id))).toBe(id)
  })

  test.each([
    'persona_.db',
    'persona_default.db',
    'persona_my_persona_x.db',
    'my_persona_x.db',
    `persona_${UUID}.db-wal`,
    `persona_${UUID}.db.db`,
    'persona_a.DB',
    'other.db',
    'main.db-journal',
    '',
  ])('P-D4: %s is no persona’s file', (file) => {
    expect(personaOfFile(file)).toBeNull()
  })

  test('P-D12: what goes with a persona is its file and all that SQLite puts beside it, the file last', () => {
    expect(personaFilesToDelete('a')).toEqual(['persona_a.db-journal', 'persona_a.db-wal', 'persona_a.db-shm', 'persona_a.db'])
  })
})

test.each(REFUSED)('P-D1, P-D2, R9: %o is no id, and has no file, no name and nothing to delete', (id) => {
  for (const ask of [checkPersonaId, personaFile, personaName, personaFilesToDelete, personaNameToDrop]) {
    expect(() => ask(id as string)).toThrow(RangeError)
  }
})

test('P-F3: the default persona is never deleted', () => {
  expect(() => personaFilesToDelete('default')).toThrow('cannot be deleted')
  expect(() => personaNameToDrop('default')).toThrow('cannot be deleted')
})

describe('schemas and databases', () => {
  test.each(IDS)('R11: %s has one that no other id has, and it is a plain name', (id) => {
    const name = personaName(id)
    expect(placeOf('postgres', { schema: name }).schema).toBe(name)
    expect(name).toBe(name.toLowerCase())
    expect(personaOfName(name)).toBe(id)
    expect(IDS.filter((other) => personaName(other) === name)).toEqual([id])
  })

  test('R11: what gets too long for a name is refused and not cut', () => {
    expect(() => personaName('x'.repeat(39))).toThrow('longer than 40 characters')
    expect(personaName('x'.repeat(38))).toHaveLength(40)
  })

  test.each(['public', 'p_', 'p_default', 'p_A', 'p_z', 'p_az', 'p_a-b', 'p_z_', 'P_a', ''])('%s is no persona’s', (name) => {
    expect(personaOfName(name)).toBeNull()
  })
})
