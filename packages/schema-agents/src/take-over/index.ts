// What takes over the databases of installed originals: the originals themselves, and the lines that mend what they lack.

export { agentsMended } from '../lines/agents-mended/line.ts'
export { cherry } from './cherry.ts'
export { solace } from './solace.ts'
