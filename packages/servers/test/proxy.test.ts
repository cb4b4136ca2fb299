// Owns: that a proxy carries, counts, cuts, delays and refuses as it was told.
// Must not know: databases.

import { describe, expect, it, onTestFinished } from 'vitest'
import { proxy, type Proxy, type ProxyOptions } from '../src/index.ts'
import { caller, listener, type Listener } from './talk.ts'

async function between(options: ProxyOptions = {}): Promise<{ server: Listener; wire: Proxy }> {
  const server = await listener()
  const wire = await proxy(server, options)
  onTestFinished(wire.close)
  return { server, wire }
}

describe('a proxy', () => {
  it('carries both ways and counts chunks, bytes and connections', async () => {
    const { wire } = await between()
    const client = await caller(wire.port)
    client.say('one')
    await client.hear(3)
    client.say('three')
    expect(await client.hear(8)).toBe('ONETHREE')
    expect(wire.chunks()).toEqual({ 'to-server': 2, 'to-client': 2 })
    expect(wire.bytes()).toEqual({ 'to-server': 8, 'to-client': 8 })
    expect(wire.connections()).toBe(1)
  })

  it('gives the URL of what is behind it', async () => {
    const { wire } = await between()
    expect(wire.through({ url: 'postgres://a:b%40@127.0.0.1:5432/c?d=e' })).toBe(`postgres://a:b%40@127.0.0.1:${wire.port}/c?d=e`)
  })

  it('cuts before a chunk to the server: the server never hears it', async () => {
    const { server, wire } = await between()
    const client = await caller(wire.port)
    const cut = wire.cut({ direction: 'to-server', when: 'before', chunk: 2 })
    client.say('one')
    await client.hear(3)
    client.say('two')
    await cut
    expect(await client.over).toBe('end')
    expect(server.heard()).toBe('one')
  })

  it('cuts after a chunk to the server: the server hears it, its answer is lost', async () => {
    const { server, wire } = await between()
    const client = await caller(wire.port)
    const cut = wire.cut({ direction: 'to-server', when: 'after' })
    client.say('one')
    await cut
    await client.over
    await server.left
    expect(server.heard()).toBe('one')
    expect(client.heard()).toBe('')
  })

  it('cuts before and after a chunk to the client', async () => {
    for (const [when, heard] of [
      ['before', ''],
      ['after', 'ONE'],
    ] as const) {
      const { server, wire } = await between()
      const client = await caller(wire.port)
      const cut = wire.cut({ direction: 'to-client', when })
      client.say('one')
      await cut
      expect(await client.over).toBe('end')
      expect(server.heard()).toBe('one')
      expect(client.heard()).toBe(heard)
    }
  })

  it('cuts with a reset, which the client sees as one', async () => {
    const { wire } = await between()
    const client = await caller(wire.port)
    const cut = wire.cut({ direction: 'to-server', when: 'before', manner: 'reset' })
    client.say('one')
    await cut
    expect(await client.over).toBe('ECONNRESET')
  })

  it('falls silent: nobody is told, nothing is carried, until it is severed', async () => {
    const { server, wire } = await between()
    const client = await caller(wire.port)
    const cut = wire.cut({ direction: 'to-server', when: 'after', manner: 'silence' })
    client.say('one')
    await cut
    client.say('two')
    // A second connection's question and answer: what the first had to carry would have been carried by then.
    const other = await caller(wire.port)
    other.say('other')
    await other.hear(5)
    expect(server.heard()).toBe('oneother')
    expect(client.heard()).toBe('')
    expect(client.socket.destroyed).toBe(false)
    wire.sever()
    await client.over
  })

  it('cuts one connection only, and the next is carried', async () => {
    const { wire } = await between()
    const [first, second] = [await caller(wire.port), await caller(wire.port)]
    const cut = wire.cut({ direction: 'to-server', when: 'before' })
    first.say('one')
    await cut
    await first.over
    second.say('two')
    expect(await second.hear(3)).toBe('TWO')
    const third = await caller(wire.port)
    third.say('three')
    expect(await third.hear(5)).toBe('THREE')
  })

  it('delays without mixing the order, also when the delay becomes shorter', async () => {
    const { server, wire } = await between({ delay: 300 })
    const client = await caller(wire.port)
    client.say('slow ')
    while (wire.chunks()['to-server'] < 1) await new Promise(setImmediate)
    wire.setDelay(0)
    client.say('fast')
    while (wire.chunks()['to-server'] < 2) await new Promise(setImmediate)
    expect(server.heard()).toBe('')
    expect(await client.hear(9)).toBe('SLOW FAST')
  })

  it('delays each way: a quicker wire answers before', async () => {
    const { wire: slow } = await between({ delay: 200 })
    const { wire: quick } = await between({ delay: 50 })
    const order: string[] = []
    const ask = async (wire: Proxy, name: string): Promise<void> => {
      const client = await caller(wire.port)
      client.say(name)
      await client.hear(name.length)
      order.push(name)
    }
    await Promise.all([ask(slow, 'slow'), ask(quick, 'quick')])
    expect(order).toEqual(['quick', 'slow'])
  })

  it('carries megabytes whole, delayed or not', async () => {
    for (const delay of [0, 5]) {
      const { server, wire } = await between({ delay })
      const client = await caller(wire.port)
      const text = 'abcdefgh'.repeat(500_000)
      client.say(text)
      expect(await client.hear(text.length)).toBe(text.toUpperCase())
      expect(server.heard()).toBe(text)
    }
  })

  it('refuses when it is told to, keeps what is open, and admits again', async () => {
    const { wire } = await between()
    const before = await caller(wire.port)
    wire.admit('nobody')
    const refused = await caller(wire.port)
    await refused.over
    before.say('one')
    expect(await before.hear(3)).toBe('ONE')
    wire.admit('everybody')
    const after = await caller(wire.port)
    after.say('two')
    expect(await after.hear(3)).toBe('TWO')
  })

  it('ends the connection of a client whose server is not there', async () => {
    const wire = await proxy({ port: 1 })
    onTestFinished(wire.close)
    const client = await caller(wire.port)
    expect(await client.over).toBe('end')
  })
})
