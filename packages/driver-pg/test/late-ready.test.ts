// Owns: a server whose word about the transaction comes after its error, as over a slow network.
// Must not know: other laws of shared clients.

import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { rerouted } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
import { ids, rejection, sessionOn } from './scratch.ts'

/** `ReadyForQuery`, the last message of an answer: a letter, its length, and the state of the transaction, which is not here. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5])

/** In front of a server: what it sends behind an error waits for `release`. */
async function holdingBack(port: number): Promise<{ readonly port: number; readonly hold: () => void; readonly release: () => void }> {
  let state: 'through' | 'held' = 'through'
  let release = (): void => {}
  const listener = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    client.pipe(server)
    server.on('data', (chunk: Buffer) => {
      // What comes before it may come by itself.
      const before = chunk.length - READY.length - 1
      const held = state === 'held' && before >= 0 && chunk.subarray(before, -1).equals(READY)
      client.write(held ? chunk.subarray(0, before) : chunk)
      if (held) release = () => client.write(chunk.subarray(before))
    })
    server.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => void listener.close())
  return {
    port: (listener.address() as AddressInfo).port,
    hold: () => (state = 'held'),
    release: () => {
      state = 'through'
      release()
    },
  }
}

describeOn('postgres-15', (server) => {
  it('a commit that was refused leaves the shared client free, also before the server has said so', async () => {
    const { url } = await server.freshDatabase()
    const between = await holdingBack(Number(new URL(url).port))
    const client = new Client({ connectionString: rerouted(url, { host: '127.0.0.1', port: between.port }) })
    await client.connect()
    onTestFinished(() => client.end())
    const session = await sessionOn(client)
    await session.run('CREATE TABLE items (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED)')
    const transaction = await session.begin()
    await transaction.run('INSERT INTO items VALUES (1), (1)')
    between.hold()
    expect((await rejection(transaction.commit())).reason).toBe('constraint')
    const opening = pg(client).open('write')
    between.release()
    expect(await ids(await opening)).toEqual([])
  })
})
