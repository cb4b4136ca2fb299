// Owns: which names agents have.
// Must not know: files.

import { describe, expect, test } from 'vitest'
import { readAgentName, variableOf } from '../src/agent-name.ts'

test.each([
  ['MyNewAgent', 'my_new_agent', 'MY_NEW_AGENT_DATABASE_URL'],
  ['my-new-agent', 'my_new_agent', 'MY_NEW_AGENT_DATABASE_URL'],
  ['my new agent', 'my_new_agent', 'MY_NEW_AGENT_DATABASE_URL'],
  ['  my - __ new   agent_ ', 'my_new_agent', 'MY_NEW_AGENT_DATABASE_URL'],
  ['myNewAgent', 'my_new_agent', 'MY_NEW_AGENT_DATABASE_URL'],
  ['APIKey', 'api_key', 'API_KEY_DATABASE_URL'],
  ['APIKey2Reader', 'api_key2_reader', 'API_KEY2_READER_DATABASE_URL'],
  ['HTTP', 'http', 'HTTP_DATABASE_URL'],
])('%j is the file of %s and the variable %s (S-U4)', (given, snake, variable) => {
  const name = readAgentName(given)
  expect(name.snake).toBe(snake)
  expect(variableOf(name)).toBe(variable)
})

test.each(['web-ui-gateway', 'WebUIGateway', 'webui_gateway', 'orchestrator', 'Orchestrator', 'main-orchestrator'])(
  '%j belongs to the gateway or the orchestrator and is refused (S-D4)',
  (given) => {
    expect(() => readAgentName(given)).toThrow(/belong to the gateway or the orchestrator/)
  },
)

describe('refused (S-D5)', () => {
  test.each(['../../x', 'a/b', 'a\\b', '..', '', ' ', '_', '-', '1st', 'ä', 'a.b', 'a\nB=1', 'a\0', 'a"', "a'", '${HOME}', 'x'.repeat(65)])(
    '%j, of which no safe file or variable could be made (S-D5)',
    (given) => {
      expect(() => readAgentName(given)).toThrow(/A name begins with a letter/)
    },
  )

  test('a name whose file run would leave out', () => {
    expect(() => readAgentName('SharedConfig')).toThrow(/would never start/)
  })
})
