// Owns: what the application is made of.
// Must not know: how its parts work, where the database is.

import { Module, type DynamicModule } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { HealthController } from './health.controller.ts'
import { NotesController } from './notes.controller.ts'
import { Schema } from './schema.ts'

@Module({ controllers: [HealthController, NotesController] })
class AppModule {}

export function applicationOn(dataSource: DataSource): DynamicModule {
  return { module: AppModule, providers: [{ provide: DataSource, useValue: dataSource }, Schema] }
}
