// Owns: the HTTP side.
// Must not know: which database, how a schema is brought up.

import fastify, { type FastifyInstance } from 'fastify'
import type { BroughtUp } from '@godwit/core'
import type { Store } from './store.ts'

export function service(store: Store, schema: BroughtUp): FastifyInstance {
  const app = fastify()

  app.post<{ Body: { text: string; author: string } }>(
    '/notes',
    {
      schema: {
        body: { type: 'object', required: ['text', 'author'], properties: { text: { type: 'string' }, author: { type: 'string' } } },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await store.add(body.text, body.author)),
  )

  app.get('/notes', () => store.list())

  // A replica of the old code goes on serving while newer code has applied more: only what is missing makes it unfit.
  app.get('/health', async (_request, reply) => {
    const health = await schema.health()
    const fit = health.state === 'current' || health.state === 'ahead'
    const migrations = 'migrations' in health ? health.migrations.map(({ line, id, state }) => `${line} ${id}: ${state}`) : []
    return reply.code(fit ? 200 : 503).send({ schema: health.state, migrations })
  })

  return app
}
