// What takes over the databases of installed originals: the originals themselves, and the line that mends what one of them lacks.

export { agentsMended } from '../lines/agents-mended/line.ts'
export { agentSphere } from './agentsphere.ts'
export { automagik } from './automagik.ts'
export { cherry } from './cherry.ts'
export { personaui } from './personaui.ts'
export { solace, type SolaceRevisions } from './solace.ts'
