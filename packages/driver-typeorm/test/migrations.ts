// Owns: migrations as TypeORM's users have them.
// Must not know: what becomes of them.

import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateAuthors1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT)')
    await queryRunner.query("INSERT INTO authors (id, name) VALUES (1, 'one')")
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE authors')
  }
}

/** By the schema builder, the entity manager and a savepoint of its own. */
export class CreateBooks1700000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'books',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'author', type: 'integer' },
        ],
        foreignKeys: [{ columnNames: ['author'], referencedTableName: 'authors', referencedColumnNames: ['id'], onDelete: 'CASCADE' }],
      }),
    )
    await queryRunner.startTransaction()
    await queryRunner.query('INSERT INTO books (id, author) VALUES (1, 1)')
    await queryRunner.commitTransaction()
    await queryRunner.startTransaction()
    await queryRunner.query('INSERT INTO books (id, author) VALUES (2, 1)')
    await queryRunner.rollbackTransaction()
    await queryRunner.manager.transaction((manager) => manager.query('INSERT INTO books (id, author) VALUES (3, 1)'))
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('books')
  }
}

/** As TypeORM generates it for a changed column on SQLite. */
export class RebuildAuthors1700000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE temporary_authors (id INTEGER PRIMARY KEY, name TEXT, age INTEGER)')
    await queryRunner.query('INSERT INTO temporary_authors (id, name) SELECT id, name FROM authors')
    await queryRunner.query('DROP TABLE authors')
    await queryRunner.query('ALTER TABLE temporary_authors RENAME TO authors')
  }

  async down(): Promise<void> {}
}
