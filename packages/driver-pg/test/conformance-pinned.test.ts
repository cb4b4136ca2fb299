import { pg } from '../src/index.ts'
import { inSchemas, lawsOn } from './laws-on.ts'

const inSchema = inSchemas()

lawsOn('pg over a URL, without a pooler', async (server) => ({
  ...(await inSchema(server, (url) => pg(url, { pooler: 'none' }))),
  points: 'every fifth',
}))
