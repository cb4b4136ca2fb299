import { pg } from '../src/index.ts'
import { inSchemas, lawsOn } from './laws-on.ts'

const inSchema = inSchemas()

lawsOn(
  'pg on the newest server',
  async (server) => ({ ...(await inSchema(server, (url) => pg(url))), points: 'every fifth' }),
  'postgres-18',
)
