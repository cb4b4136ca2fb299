// Owns: `GET /health`.
// Must not know: which database, how a schema is brought up.

import type { HealthAnswer } from '@godwit/core'
import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common'
import { Schema } from './schema.ts'

@Controller('health')
export class HealthController {
  readonly #schema: Schema

  constructor(@Inject(Schema) schema: Schema) {
    this.#schema = schema
  }

  @Get()
  async health(): Promise<Omit<HealthAnswer, 'fit'>> {
    const { fit, ...answer } = await this.#schema.health()
    if (!fit) throw new ServiceUnavailableException(answer)
    return answer
  }
}
