// Owns: the HTTP side.
// Must not know: which database, how a schema is brought up.

import { describeHealth, type BroughtUp } from '@godwit/core'
import fastify, { type FastifyInstance } from 'fastify'
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

  app.get('/health', async (_request, reply) => {
    const { fit, ...answer } = describeHealth(await schema.health({ signal: AbortSignal.timeout(2000) }))
    return reply.code(fit ? 200 : 503).send(answer)
  })

  return app
}
