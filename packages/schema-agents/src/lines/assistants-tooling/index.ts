// Owns: what a program does with the line `assistants-tooling`, by name.
// Must not know: other lines.

export type { SecretKey } from '../../secrets/envelope.ts'
export { isSecretRefused, SecretRefused } from '../../secrets/secret-refused.ts'
export { activatePrompt, deactivatePrompt, DEFAULT_KEY, getActivePrompt } from './active-prompts.ts'
export { clearAssistantsTooling } from './clear.ts'
export {
  assignAgentToServer,
  type AssignmentFilter,
  getAgentServers,
  getServerAgents,
  listAgentServerAssignments,
  removeAgentFromServer,
} from './mcp-assignments.ts'
export { getMcpServerEnv, type McpServerEnv, setMcpServerEnv } from './mcp-env.ts'
export {
  createMcpServer,
  deleteMcpServer,
  getMcpServer,
  getMcpServerByName,
  listMcpServers,
  type McpServer,
  type McpServerChanges,
  type McpServerFilter,
  type NewMcpServer,
  updateMcpServer,
} from './mcp-servers.ts'
export { incrementConnectionAttempts, type McpServerState, setMcpServerDiscovery, setMcpServerStatus } from './mcp-states.ts'
export {
  createPrompt,
  deletePrompt,
  findCodeDefaultPrompt,
  getLatestPromptVersion,
  getPrompt,
  listPrompts,
  listPromptsPage,
  type NewPrompt,
  type Prompt,
  type PromptChanges,
  updatePrompt,
} from './prompts.ts'
export type { AgentMcpServerRow, McpServerRow, PromptRow } from './rows.ts'
export type { ServerStatus, ServerType } from './words.ts'
