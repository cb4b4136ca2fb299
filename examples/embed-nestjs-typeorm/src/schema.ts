// Owns: the schema in the life of the application: up to date before requests come, let go at the end.
// Must not know: routes, SQL.

import { bringUp, describeHealth, Migrator, type BroughtUp, type HealthAnswer } from '@godwit/core'
import { typeorm } from '@godwit/driver-typeorm'
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { notes } from './line.ts'

@Injectable()
export class Schema implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  readonly #stop = new AbortController()
  readonly #dataSource: DataSource
  #beginning: Promise<BroughtUp> | undefined

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource
  }

  /** NestJS listens when this has ended. A rejection keeps it from listening. */
  async onModuleInit(): Promise<void> {
    this.#beginning = this.#begin()
    await this.#beginning
  }

  async #begin(): Promise<BroughtUp> {
    await this.#dataSource.initialize()
    return bringUp([new Migrator(typeorm(this.#dataSource), notes)], { signal: this.#stop.signal })
  }

  async health(): Promise<HealthAnswer> {
    if (this.#beginning === undefined) throw new Error('The schema is asked for before the module is initialised.')
    const { health } = await this.#beginning
    // Whoever asks goes away before a database that does not answer would.
    return describeHealth(await health({ signal: AbortSignal.timeout(2000) }))
  }

  /** Told to stop while it migrates, it lets the migration under way end; what has not begun stays pending for the next start. */
  async onModuleDestroy(): Promise<void> {
    this.#stop.abort()
    // Whether it went well is the business of `onModuleInit`.
    await Promise.allSettled([this.#beginning])
  }

  /** After the last request. */
  async onApplicationShutdown(): Promise<void> {
    if (this.#dataSource.isInitialized) await this.#dataSource.destroy()
  }
}
