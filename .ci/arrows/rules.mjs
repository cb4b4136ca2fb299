// Owns: who may know whom, and what the parts of a package may look like.
// Must not know: where files come from, how a violation is printed.

import { posix } from 'node:path'

import { ROOMS, roomOf } from './rooms.mjs'

/**
 * @typedef {import('./source-file.mjs').SourceFile} SourceFile
 * @typedef {import('./source-file.mjs').Import} Import
 * @typedef {{ rule: string, path: string, line: number, message: string }} Violation
 * @typedef {{ models: ReadonlySet<string> }} Knowledge what core exports from its model
 * @typedef {(file: SourceFile, knowledge: Knowledge) => Iterable<{ line: number, message: string }>} Rule
 */

const isDriver = (/** @type {string} */ name) => name.startsWith('driver-') && name !== 'driver-conformance'
const isRelative = (/** @type {string} */ specifier) => specifier.startsWith('.')
const isNode = (/** @type {string} */ specifier) => specifier.startsWith('node:')
const isOurs = (/** @type {string} */ specifier) => specifier.startsWith('@godwit/')

/** The part of core a file is in; the files that lie directly in `src` are entries. @param {string} inner */
const layerOf = (inner) => (inner.includes('/') ? inner.slice(0, inner.indexOf('/')) : 'entry')

/** What each part of core may import. */
const LAYERS = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  model: ['model'],
  dialect: ['dialect', 'model'],
  // What a runtime may offer and core can do without; the answers are the same everywhere, so pure parts may ask.
  runtime: ['runtime'],
  pure: ['pure', 'model', 'runtime'],
  shell: ['shell', 'pure', 'dialect', 'model', 'runtime'],
  source: ['source', 'pure', 'model'],
  entry: ['shell', 'pure', 'dialect', 'model'],
})

/** Our packages that a package may import, and how. Not named here: everything, but never the command line. */
const PACKAGES = /** @type {Readonly<Record<string, Readonly<Record<string, readonly Import['kind'][]>>>>} */ ({
  core: {},
  'driver-conformance': { '@godwit/core': ['type', 'static'], '@godwit/core/driver': ['type', 'static'] },
  // It lends connections, and the driver of their client carries the text: docs/decisions/0011-typeorm.md.
  'driver-typeorm': { '@godwit/core/driver': ['type', 'static'], '@godwit/core': ['type'], '@godwit/driver-': ['type', 'dynamic'] },
  'schema-agents': { '@godwit/core': ['type', 'static'] },
  fleet: { '@godwit/core': ['type', 'static'], '@godwit/core/driver': ['type'] },
  cli: {
    '@godwit/core': ['type', 'static', 'dynamic'],
    '@godwit/core/directory': ['type', 'static', 'dynamic'],
    '@godwit/core/driver': ['type', 'static', 'dynamic'],
    '@godwit/driver-': ['type', 'dynamic'],
    '@godwit/schema-agents': ['type', 'dynamic'],
  },
})
const DRIVER = /** @type {Readonly<Record<string, readonly Import['kind'][]>>} */ ({ '@godwit/core/driver': ['type', 'static'] })

/** Globals by which a clock, the outside or a later moment gets in. */
const IMPURE = new Set(
  'Promise Date process console globalThis setTimeout setInterval setImmediate queueMicrotask fetch performance crypto'.split(' '),
)

/** How a statement of SQL begins; each needs a second word. */
const STATEMENT =
  /\b(?:select\b[^.;]{0,200}?\bfrom|insert\s+into|update\s+["\w.]+\s+set|delete\s+from|(?:create|drop|alter)\s+(?:unique\s+)?(?:table|index|view|trigger|schema|database)|pragma\s+\w+|begin\s+(?:immediate|exclusive|transaction)|savepoint\s+\w+)\b/gi

/** The first statement in a text; in small letters only at the start of a line, where an English sentence is not. @param {string} text */
function statementIn(text) {
  for (const { 0: found, index } of text.matchAll(STATEMENT)) {
    const keyword = found.slice(0, found.search(/\W/))
    if (keyword === keyword.toUpperCase() || (keyword === keyword.toLowerCase() && /(?:^|\n)\s*$/.test(text.slice(0, index)))) return found
  }
  return undefined
}

/** @type {Readonly<Record<string, Rule>>} */
export const rules = {
  *layers(file) {
    if (file.package !== 'core') return
    const layer = layerOf(file.inner)
    const allowed = LAYERS[layer]
    if (allowed === undefined) {
      yield { line: 1, message: `core has no part named ${layer}` }
      return
    }
    for (const { specifier, line } of file.imports.filter((found) => isRelative(found.specifier))) {
      const target = layerOf(posix.join(posix.dirname(file.inner), specifier))
      if (!allowed.includes(target)) yield { line, message: `${layer} may not import ${target} (${specifier})` }
    }
  },

  *rooms(file) {
    const { part, room } = roomOf(file.inner)
    const rooms = file.package === 'core' ? ROOMS[part] : undefined
    if (rooms === undefined) return
    const allowed = rooms[room]
    if (allowed === undefined) {
      yield { line: 1, message: `${part} has no room ${room === '' ? 'for a file of no room' : `named ${room}`}` }
      return
    }
    for (const { specifier, line } of file.imports.filter((found) => isRelative(found.specifier))) {
      const target = roomOf(posix.join(posix.dirname(file.inner), specifier))
      if (target.part !== part || target.room === room || allowed.includes(target.room)) continue
      yield { line, message: `${part}/${room} may not look into ${part}/${target.room} (${specifier})` }
    }
  },

  *outside(file) {
    for (const { specifier, line } of file.imports) {
      if (isRelative(specifier) && posix.join(posix.dirname(file.inner), specifier).startsWith('..')) {
        yield { line, message: `${specifier} is outside this package's src` }
      } else if (isRelative(specifier) && !/\.(?:ts|mts|json)$/.test(specifier)) {
        yield { line, message: `${specifier} does not end in the extension of the file` }
      }
    }
  },

  *'core-alone'(file) {
    if (file.package !== 'core') return
    for (const { specifier, line } of file.imports.filter((found) => !isRelative(found.specifier))) {
      if (specifier.startsWith('@noble/hashes/') && layerOf(file.inner) === 'runtime') continue
      // The directory reads files, and loads the modules among them.
      if ((isNode(specifier) || specifier === '<computed>') && file.inner === 'source/directory.ts') continue
      yield { line, message: `core may not import ${specifier} here` }
    }
  },

  *packages(file) {
    const allowed = PACKAGES[file.package] ?? (isDriver(file.package) ? DRIVER : undefined)
    for (const { specifier, kind, line } of file.imports.filter((found) => isOurs(found.specifier))) {
      if (/^@godwit\/cli(?:\/|$)/.test(specifier)) {
        yield { line, message: 'nothing imports the command line' }
        continue
      }
      if (allowed === undefined) continue
      const kinds = Object.entries(allowed).find(([name]) => (name.endsWith('-') ? specifier.startsWith(name) : specifier === name))?.[1]
      if (kinds === undefined) yield { line, message: `${file.package} may not import ${specifier}` }
      else if (!kinds.includes(kind)) yield { line, message: `${file.package} may import ${specifier} as ${kinds.join(' or ')} only` }
    }
  },

  *clients(file) {
    if (!isDriver(file.package)) return
    for (const { specifier, kind, line } of file.imports) {
      if (isRelative(specifier) || isNode(specifier) || isOurs(specifier) || kind !== 'static') continue
      yield { line, message: `${specifier} is loaded with the driver; import it as a type, or dynamically when it is needed` }
    }
  },

  *'model-only'(file, { models }) {
    if (file.package !== 'schema-agents') return
    for (const { specifier, names, line } of file.imports.filter((found) => found.specifier === '@godwit/core')) {
      const strange = names === 'all' ? ['*'] : names.filter((name) => !models.has(name))
      if (strange.length > 0) yield { line, message: `${strange.join(', ')} of ${specifier} is not of its model` }
    }
  },

  *pure(file) {
    if (file.package !== 'core' || !['pure', 'dialect'].includes(layerOf(file.inner))) return
    for (const { node, parent, key } of file.nodes) {
      const line = file.lineOf(node.start)
      if (node['async'] === true || node.type === 'AwaitExpression' || node['await'] === true) {
        yield { line, message: 'a pure part does not wait' }
      } else if (node.type === 'Identifier' && typeof node['name'] === 'string' && IMPURE.has(node['name'])) {
        const isName = (key === 'property' || key === 'key') && parent?.['computed'] !== true
        if (!isName) yield { line, message: `a pure part does not know ${node['name']}` }
      } else if (node.type === 'MemberExpression' && isMathRandom(node)) {
        yield { line, message: 'a pure part does not know chance' }
      } else if (node.type === 'ImportExpression') {
        yield { line, message: 'a pure part loads nothing' }
      }
    }
  },

  *'no-sql'(file) {
    // What `init` and `new` write for the user to edit is the user's own.
    if (file.package !== 'cli' || file.inner.startsWith('templates/')) return
    for (const { node } of file.nodes) {
      const text =
        node.type === 'Literal'
          ? node['value']
          : node.type === 'TemplateElement'
            ? /** @type {{ raw: string }} */ (node['value']).raw
            : undefined
      const found = typeof text === 'string' ? statementIn(text) : undefined
      if (found !== undefined) yield { line: file.lineOf(node.start), message: `the command line contains no SQL: ${found}` }
    }
  },

  *header({ head, nodes }) {
    // A file that only hands on what others export knows nothing; a line that says for whom is enough.
    const owns =
      nodes.some(({ node, key }) => key === 'body' && !['ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type)) ||
      nodes.some(({ key }) => key === 'declaration')
    if (!owns && head.length > 0) return
    if (!(head[0] ?? '').startsWith('Owns: ')) yield { line: 1, message: 'does not begin with "// Owns: …"' }
    else if (!head.some((text) => text.startsWith('Must not know: '))) yield { line: 1, message: 'does not say "// Must not know: …"' }
  },

  *length({ lines }) {
    if (lines > 250) yield { line: 251, message: `has ${lines} lines; more than 250 hide a second concept` }
  },

  *names({ inner }) {
    const vague = inner.split(/[/.]/).find((part) => /^(?:utils?|helpers?|common|base|managers?|misc|shared)$/.test(part))
    if (vague !== undefined) yield { line: 1, message: `${vague} says nothing about what is in it` }
  },

  *classes(file) {
    for (const { node } of file.nodes) {
      if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') continue
      const name = /** @type {{ name: string } | null} */ (node['id'])?.name ?? ''
      const parent = /** @type {{ name?: string } | null} */ (node['superClass'])?.name ?? ''
      if (name !== 'Migrator' && !parent.endsWith('Error')) {
        yield { line: file.lineOf(node.start), message: `${name || 'a class'} is neither Migrator nor an error` }
      }
    }
  },
}

/** @param {Record<string, unknown>} node */
function isMathRandom(node) {
  const object = /** @type {{ name?: string }} */ (node['object'])
  const property = /** @type {{ name?: string, value?: unknown }} */ (node['property'])
  return object.name === 'Math' && (property.name ?? property.value) === 'random'
}

/**
 * @param {readonly SourceFile[]} files
 * @returns {Violation[]}
 */
export function violations(files) {
  const index = files.find(({ path }) => path === 'packages/core/src/index.ts')
  const models = new Set(
    (index?.imports ?? [])
      .filter(({ specifier }) => specifier.startsWith('./model/'))
      .flatMap(({ names }) => (names === 'all' ? [] : names)),
  )
  return files.flatMap((file) =>
    Object.entries(rules).flatMap(([rule, find]) => [...find(file, { models })].map((found) => ({ rule, path: file.path, ...found }))),
  )
}
