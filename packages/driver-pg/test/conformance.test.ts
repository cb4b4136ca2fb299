import { pg } from '../src/index.ts'
import { inSchemas, lawsOn } from './laws-on.ts'

const inSchema = inSchemas()

lawsOn('pg over a URL', (server) => inSchema(server, (url) => pg(url)))
