// Owns: an npm registry with one small package, so that fetching can be tested without the network.
// Must not know: what fetches.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Registry {
  readonly url: string
  /** How often the package itself was handed out. */
  readonly fetched: () => number
}

export async function registry(name: string, version: string): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-registry-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version }))
  const { stdout } = spawnSync('npm', ['pack', '--json'], { cwd: folder, encoding: 'utf8' })
  const [packed] = JSON.parse(stdout) as [{ filename: string; integrity: string }]
  const tarball = readFileSync(join(folder, packed.filename))
  let fetched = 0
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz') === true) {
      fetched++
      response.end(tarball)
      return
    }
    const dist = { tarball: `${url()}/godwit.tgz`, integrity: packed.integrity }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }))
  })
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: url(), fetched: () => fetched }
}
