// Owns: what the service keeps, whatever keeps it.
// Must not know: HTTP, migrations.

export interface Note {
  readonly id: number
  readonly text: string
  readonly author: string
}

export interface Store {
  add(text: string, author: string): Promise<Note>
  list(): Promise<readonly Note[]>
}
