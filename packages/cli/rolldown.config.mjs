// Owns: how the command line is packed: its own modules and core's into a few files, each command in one of its own.
// Must not know: what is in them. Reasons and figures: docs/decisions/cli-cold-start.md.

import { defineConfig } from 'rolldown'

/** Enough to read a command line, to help and to refuse. Not main.ts: what waits at top level must be imported by nobody. */
const WORDS =
  /src[\\/](?:run|invocation|command|command-error|flag|exit-code|exit-of-result|interrupt|mask|output|paint|surroundings)\.ts$|core[\\/]dist[\\/](?:model[\\/](?:error|driver-error)|pure[\\/]nearest)\.js$/
/** What most commands need besides, in one file: each file more costs a cold start about half a millisecond. */
const ENGINE =
  /core[\\/]dist|@noble|src[\\/](?:commands[\\/](?:up|down|redo|status|plan|validate|baseline)|database|database-url|driver-package|settings|config-file|load-module|folder|progress|plan-lines|roll-back|up-line|file-trouble|target|duration|render.*|aftermath|excerpt|table)\.ts$/

export default defineConfig({
  input: { main: 'src/main.ts', index: 'src/index.ts' },
  platform: 'node',
  // Loaded only when met: a prompt, a wide table, a TypeScript module. Drivers are found at run time.
  external: ['@clack/prompts', 'fast-string-width', 'jiti', /^node:/],
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'words', test: WORDS, priority: 2 },
        { name: 'engine', test: ENGINE, priority: 1 },
      ],
    },
  },
})
