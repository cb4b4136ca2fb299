import { pg } from '../src/index.ts'
import { lawsOn, onServer } from './laws-on.ts'

lawsOn('pg over a URL', (server) => onServer(server, (url) => pg(url)))
