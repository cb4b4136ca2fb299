// Owns: how the command line is packed: its own modules and core's into one file to read the command line and one to run it.
// Must not know: what is in them. Reasons and figures: docs/decisions/cli-cold-start.md.

import { fileURLToPath } from 'node:url'

import { defineConfig } from 'rolldown'

const core = (path) => fileURLToPath(new URL(`../core/src/${path}`, import.meta.url))

export default defineConfig({
  input: { main: 'src/main.ts', index: 'src/index.ts' },
  platform: 'node',
  // Core's sources and not what it is packed into: who asks for help must not load an engine.
  resolve: { alias: { '@godwit/core/directory': core('source/directory.ts'), '@godwit/core': core('index.ts') } },
  // Loaded only when met: a prompt, a wide table, a TypeScript module. Drivers are found at run time.
  external: ['@clack/prompts', 'fast-string-width', 'jiti', /^node:/],
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
  },
})
