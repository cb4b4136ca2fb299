import { Client } from 'pg'
import { pg } from '../src/index.ts'
import { inSchemas, lawsOn } from './laws-on.ts'

const inSchema = inSchemas()

lawsOn('pg over one client that several drivers share', async (server) => {
  let url = ''
  const {
    dispose,
    wire: _,
    stranger: _stranger,
    nowhere: _nowhere,
    elsewhere: _elsewhere,
    ...fresh
  } = await inSchema(server, (given) => {
    url = given
    return pg(given)
  })
  fresh.connect()
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const end = async (): Promise<void> => {
    await client.end()
    await dispose()
  }
  return { connect: () => pg(client), dispose: end, points: 'every fifth', beside: 'other schemas' }
})
