// Owns: the versions of a prompt page by page.
// Must not know: query texts.

import { beforeAll } from 'vitest'
import { migrateLines } from '@godwit/core'
import { assistants, assistantsTooling } from '../../src/index.ts'
import { createAgent } from '../../src/lines/assistants/index.ts'
import { createPrompt, deletePrompt, listPrompts, listPromptsPage } from '../../src/lines/assistants-tooling/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

onEveryEngine(assistants, (database) => {
  let agent = 0
  beforeAll(async () => {
    await migrateLines(database.driver(), [assistants, assistantsTooling])
    agent = (await createAgent(database.handle(), { name: 'n', type: 't', model: 'm' })).id
  })

  pageLaws(database, 'the versions of a prompt', {
    whole: (on) => listPrompts(on, agent, 'greeting'),
    page: (on, onward) => listPromptsPage(on, agent, 'greeting', onward),
    idOf: ({ id }) => id,
    insert: async (on, prompt_text) => {
      await createPrompt(on, { agent_id: agent, prompt_text })
      return createPrompt(on, { agent_id: agent, prompt_text, status_key: 'greeting' })
    },
    remove: (on, id) => deletePrompt(on, Number(id)),
  })
})
