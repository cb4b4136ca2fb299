// Owns: "Managing Sessions", as in the original's document.
// Must not know: what happens before or after.

import { SessionLogQueries, SessionQueries } from '@godwit/schema-agents'
import type { Client } from '@libsql/client'

async function createSession(db: Client, agentId: string) {
  const sessionId = crypto.randomUUID()
  
  // Create session
  await db.execute({
    sql: SessionQueries.insert,
    args: [
      sessionId,
      'Code Review Session',
      agentId,
      null, // sub_agent_ids
      'Review the authentication module for security issues',
      'running',
      null, // external_session_id
      null, null, null, null, null, null, null, null, null, null, // config overrides
      new Date().toISOString(),
      new Date().toISOString()
    ]
  })
  
  // Add initial log entry
  await db.execute({
    sql: SessionLogQueries.insert,
    args: [
      sessionId,
      null, // parent_id
      'user',
      'message',
      JSON.stringify({
        text: 'Please review the authentication module',
        files: ['/src/auth/login.ts', '/src/auth/middleware.ts']
      }),
      null, // metadata
      new Date().toISOString(),
      new Date().toISOString()
    ]
  })
  
  return sessionId
}

export { createSession }
