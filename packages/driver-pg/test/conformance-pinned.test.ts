import { pg } from '../src/index.ts'
import { lawsOn, onServer } from './laws-on.ts'

lawsOn('pg over a URL, without a pooler', (server) => onServer(server, (url) => pg(url, { pooler: 'none' })))
