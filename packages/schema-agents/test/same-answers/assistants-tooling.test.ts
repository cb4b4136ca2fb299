// Owns: the calls of the line `assistants-tooling`.
// Must not know: what they answer.

import { assistants, assistantsTooling } from '../../src/index.ts'
import { createAgent } from '../../src/lines/assistants/index.ts'
import * as functions from '../../src/lines/assistants-tooling/index.ts'
import { sameAnswers } from './same-answers.ts'

const secretKey = { kid: 'k', key: new Uint8Array(32).fill(7) }

interface Rows {
  readonly agent: number
  readonly prompt: number
  readonly active: number
  readonly server: number
}

sameAnswers<typeof functions, Rows>('assistants-tooling', {
  lines: [assistants, assistantsTooling],
  functions,
  async prepare(on) {
    const { id: agent } = await createAgent(on, { name: 'agent', type: 't', model: 'm' })
    const { id: active } = await functions.createPrompt(on, {
      agent_id: agent,
      prompt_text: 'a',
      is_active: true,
      is_default_from_code: true,
    })
    const { id: prompt } = await functions.createPrompt(on, { agent_id: agent, prompt_text: 'b' })
    const { id: server } = await functions.createMcpServer(on, { name: 'server', server_type: 'stdio', command: ['c'] })
    await functions.setMcpServerEnv(on, server, { A: 'secret' }, secretKey)
    await functions.assignAgentToServer(on, agent, server)
    return { agent, prompt, active, server }
  },
  calls: ({ agent, prompt, active, server }) => ({
    activatePrompt: [prompt],
    deactivatePrompt: [active],
    getActivePrompt: [agent, 'default'],
    clearAssistantsTooling: [],
    assignAgentToServer: [agent, server],
    getAgentServers: [agent],
    getServerAgents: [server],
    listAgentServerAssignments: [{ agent_id: agent, mcp_server_id: server }],
    removeAgentFromServer: [agent, server],
    getMcpServerEnv: [server, [secretKey]],
    setMcpServerEnv: [server, { B: 'secret' }, secretKey],
    createMcpServer: [
      {
        name: 'new',
        server_type: 'stdio',
        command: ['c', 'd'],
        http_url: null,
        description: 'd',
        auto_start: false,
        max_retries: 1,
        timeout_seconds: 2,
        tags: ['t'],
        priority: 3,
        enabled: false,
      },
    ],
    deleteMcpServer: [server],
    getMcpServer: [server],
    getMcpServerByName: ['server'],
    listMcpServers: [{ enabled_only: true, status: 'stopped' }],
    updateMcpServer: [
      server,
      { name: 'x', server_type: 'http', command: null, http_url: 'u', auto_start: false, max_retries: 1, tags: ['t'], enabled: false },
    ],
    incrementConnectionAttempts: [server],
    setMcpServerDiscovery: [server, { tools: ['t'], resources: ['r'] }],
    setMcpServerStatus: [server, { status: 'error', last_error: 'e' }],
    createPrompt: [
      { agent_id: agent, prompt_text: 'x', version: 7, is_active: true, is_default_from_code: true, status_key: 'default', name: 'n' },
    ],
    deletePrompt: [active],
    findCodeDefaultPrompt: [agent, 'default'],
    getLatestPromptVersion: [agent, 'default'],
    getPrompt: [prompt],
    listPrompts: [agent, 'default'],
    listPromptsPage: [agent, 'default', { limit: 5, after: 'assistants_tooling.prompts~9007199254740991' }],
    updatePrompt: [prompt, { prompt_text: 'x', name: 'n' }],
  }),
  numbered: ['id'],
})
