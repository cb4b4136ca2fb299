// Owns: what a replica is asked over HTTP.
// Must not know: processes, databases.

export interface Note {
  readonly id: number
  readonly text: string
  readonly author: string
}

export async function health(url: string): Promise<readonly [status: number, answer: unknown]> {
  const response = await fetch(`${url}/health`)
  return [response.status, await response.json()]
}

export async function listed(url: string): Promise<unknown> {
  return (await fetch(`${url}/notes`)).json()
}

/** Resolves with the HTTP status. */
export async function add(url: string, note: Omit<Note, 'id'>): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${url}/notes`, { method: 'POST', headers, body: JSON.stringify(note) })).status
}

/** What `health` gives where everything is applied. */
export const CURRENT: readonly [status: number, answer: unknown] = [200, { schema: 'current', migrations: [] }]
