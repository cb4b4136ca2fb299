// Owns: the routes of notes.
// Must not know: migrations, which database.

import { BadRequestException, Body, Controller, Get, Inject, Post } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { NoteEntity, type Note } from './note.ts'

@Controller('notes')
export class NotesController {
  readonly #dataSource: DataSource

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource
  }

  @Get()
  list(): Promise<readonly Note[]> {
    return this.#dataSource.getRepository(NoteEntity).find({ order: { id: 'ASC' } })
  }

  @Post()
  add(@Body('text') text: unknown, @Body('author') author: unknown): Promise<Note> {
    if (typeof text !== 'string' || typeof author !== 'string') throw new BadRequestException('A note has a text and an author.')
    return this.#dataSource.getRepository(NoteEntity).save({ text, author })
  }
}
