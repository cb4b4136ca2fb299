import { Pool } from 'pg'
import { pg } from '../src/index.ts'
import { inSchemas, lawsOn } from './laws-on.ts'

const inSchema = inSchemas()

lawsOn('pg over a pool that was handed in', async (server) => {
  const pools: Pool[] = []
  const fresh = await inSchema(server, (url) => {
    const pool = new Pool({ connectionString: url, max: 3 })
    pool.on('error', () => {})
    pools.push(pool)
    return pg(pool)
  })
  const dispose = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.end()))
    await fresh.dispose()
  }
  return { ...fresh, dispose, points: 'every fifth' }
})
