// Owns: the tables of AgentSphere as they are known, and what its documents leave open.
// Must not know: ours.

import { defineLine, type Form } from '@godwit/core'

const TIMES = 'created_at TIMESTAMPTZ NOT NULL DEFAULT now(),\n      updated_at TIMESTAMPTZ NOT NULL DEFAULT now()'
const NULL_TIMES = TIMES.replaceAll(' NOT NULL', '')

const STATEMENTS = [
  "CREATE TYPE conversation_status AS ENUM ('ACTIVE', 'ARCHIVED', 'PENDING_APPROVAL')",
  "CREATE TYPE message_role AS ENUM ('USER', 'ASSISTANT', 'SYSTEM', 'TOOL')",
  `CREATE TABLE tenants (
      id UUID PRIMARY KEY,
      name VARCHAR(255) NOT NULL,
      api_key VARCHAR(255) NOT NULL,
      ${NULL_TIMES},
      is_active BOOLEAN,
      metadata JSON
    )`,
  'CREATE UNIQUE INDEX ix_tenants_api_key ON tenants (api_key)',
  'CREATE INDEX ix_tenants_is_active ON tenants (is_active)',
  `CREATE TABLE tenant_configs (
      id UUID PRIMARY KEY,
      tenant_id UUID NOT NULL,
      config_key VARCHAR(255) NOT NULL,
      config_value JSON NOT NULL,
      ${NULL_TIMES}
    )`,
  'CREATE INDEX ix_tenant_configs_tenant_id ON tenant_configs (tenant_id)',
  `CREATE TABLE conversations (
      id UUID PRIMARY KEY,
      tenant_id UUID NOT NULL,
      user_id UUID NOT NULL,
      thread_id VARCHAR NOT NULL,
      title VARCHAR(500),
      status conversation_status NOT NULL DEFAULT 'ACTIVE',
      metadata JSONB,
      ${TIMES}
    )`,
  'CREATE INDEX ix_conversations_tenant_id ON conversations (tenant_id)',
  'CREATE INDEX ix_conversations_user_id ON conversations (user_id)',
  'CREATE UNIQUE INDEX ix_conversations_thread_id ON conversations (thread_id)',
  `CREATE TABLE messages (
      id UUID PRIMARY KEY,
      conversation_id UUID NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
      role message_role NOT NULL,
      content TEXT NOT NULL,
      metadata JSONB,
      ${TIMES}
    )`,
  'CREATE INDEX ix_messages_conversation_id ON messages (conversation_id)',
]

export const agentSphereForm: Form = {
  line: defineLine({
    name: 'agentsphere',
    dialects: ['postgres'],
    migrations: [
      {
        id: '001',
        description: 'Create the tables of AgentSphere',
        up: { postgres: STATEMENTS },
        down: { postgres: ['DROP TABLE messages, conversations, tenant_configs, tenants', 'DROP TYPE message_role, conversation_status'] },
      },
    ],
  }),
  // What its types are called, and whether a moment of a configuration may be missing, its documents do not say.
  accept: [
    'tenant_configs.created_at nullability: NOT NULL',
    'tenant_configs.updated_at nullability: NOT NULL',
    'conversations.status type: conversationstatus',
    'messages.role type: messagerole',
  ],
}
