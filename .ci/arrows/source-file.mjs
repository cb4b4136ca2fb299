// Owns: what the rules look at in one source file, read from a real parse.
// Must not know: the rules.

import { parseSync } from 'oxc-parser'

/**
 * @typedef {{
 *   specifier: string
 *   kind: 'type' | 'static' | 'dynamic'
 *   names: readonly string[] | 'all'
 *   line: number
 * }} Import `type` vanishes when compiled; `static` is loaded with the file; `dynamic` when asked for. `export … from` counts too.
 * @typedef {{ type: string, start: number, end: number } & Record<string, unknown>} Node
 * @typedef {{
 *   path: string
 *   package: string
 *   inner: string
 *   lines: number
 *   head: readonly string[]
 *   imports: readonly Import[]
 *   nodes: readonly { node: Node, parent: Node | undefined, key: string | undefined }[]
 *   lineOf: (offset: number) => number
 * }} SourceFile `path` is `packages/<package>/src/<inner>`; `head` the comment lines that the file begins with.
 */

/**
 * @param {string} path
 * @param {string} text
 * @returns {SourceFile}
 */
export function readSourceFile(path, text) {
  const { program, module, comments, errors } = parseSync(path, text, { sourceType: 'module' })
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors.map(({ message }) => message).join('; ')}`)

  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  /** @param {number} offset */
  const lineOf = (offset) => starts.findLastIndex((start) => start <= offset) + 1

  const nodes = [...walk(/** @type {Node} */ (/** @type {unknown} */ (program)), undefined, undefined)]
  const [, name = '', inner = ''] = /^packages\/([^/]+)\/src\/(.+)$/.exec(path) ?? []
  const firstCode = program.body[0]?.start ?? text.length
  return {
    path,
    package: name,
    inner,
    lines: text.endsWith('\n') ? starts.length - 1 : starts.length,
    head: comments.filter(({ type, start }) => type === 'Line' && start < firstCode).map(({ value }) => value.trim()),
    imports: [...staticImports(module, lineOf), ...otherImports(nodes, lineOf)],
    nodes,
    lineOf,
  }
}

/**
 * @param {import('oxc-parser').EcmaScriptModule} module
 * @param {(offset: number) => number} lineOf
 * @returns {Import[]}
 */
function staticImports({ staticImports: imports, staticExports: exports }, lineOf) {
  return [
    ...imports.map(({ moduleRequest, entries, start }) => ({
      specifier: moduleRequest.value,
      kind: kindOf(entries.length > 0 && entries.every(({ isType }) => isType)),
      names: namesOf(entries.map(({ importName }) => importName.name)),
      line: lineOf(start),
    })),
    ...exports.flatMap(({ entries, start }) =>
      entries.flatMap(({ moduleRequest, importName, isType }) =>
        moduleRequest === null
          ? []
          : [
              {
                specifier: moduleRequest.value,
                kind: kindOf(isType),
                names: namesOf([importName.name]),
                line: lineOf(start),
              },
            ],
      ),
    ),
  ]
}

/** @param {boolean} erased @returns {'type' | 'static'} */
const kindOf = (erased) => (erased ? 'type' : 'static')

/** A name that cannot be known stands for all of them. @param {(string | null)[]} names @returns {readonly string[] | 'all'} */
const namesOf = (names) => (names.every((name) => name !== null) ? names : 'all')

/**
 * `import('…')` as an expression and as a type, `import x = require('…')`. A specifier that is computed stands as `<computed>`.
 * @param {SourceFile['nodes']} nodes
 * @param {(offset: number) => number} lineOf
 * @returns {Import[]}
 */
function otherImports(nodes, lineOf) {
  return nodes.flatMap(({ node }) => {
    const kind =
      node.type === 'ImportExpression'
        ? 'dynamic'
        : node.type === 'TSImportType'
          ? 'type'
          : node.type === 'TSExternalModuleReference'
            ? 'static'
            : undefined
    if (kind === undefined) return []
    const source = /** @type {{ value?: unknown } | undefined} */ (node['source'] ?? node['expression'])
    const specifier = typeof source?.value === 'string' ? source.value : '<computed>'
    return [{ specifier, kind, names: /** @type {const} */ ('all'), line: lineOf(node.start) }]
  })
}

/**
 * Every node, outermost first, with what it hangs on.
 * @param {Node} node
 * @param {Node | undefined} parent
 * @param {string | undefined} key
 * @returns {Generator<SourceFile['nodes'][number]>}
 */
function* walk(node, parent, key) {
  yield { node, parent, key }
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof child.type === 'string') yield* walk(child, node, name)
    }
  }
}
