// Owns: how the driver is packed: few files, because each one costs whoever imports it up to a millisecond.
// Must not know: what is in them. Figures: docs/decisions/0008-packing.md.

import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { index: 'src/index.ts' },
  platform: 'node',
  external: [/^node:/, /^@godwit\//],
  output: { dir: 'dist', format: 'esm', sourcemap: true, cleanDir: true, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
})
