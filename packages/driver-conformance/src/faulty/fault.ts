// Owns: what can go wrong between a client and its database, and the places where it can.
// Must not know: drivers.

/** Something that a run sends. A batch is taken apart: each statement is one, and so is the end of an atomic block. */
export interface Message {
  readonly kind: 'run' | 'begin' | 'commit' | 'rollback' | 'statement' | 'block end'
  /** Of a run or a statement. */
  readonly text: string | undefined
}

export interface Fault {
  /** Position among all messages of the driver, counted from 0. */
  readonly at: number
  /**
   * `before`: it never reaches the database. `after`: it takes effect and the answer is lost. Either looks the same from
   * here: connection lost, outcome unknown. `hang`: it never reaches the database and nobody says so until the session
   * or the driver is closed.
   */
  readonly when: 'before' | 'after' | 'hang'
  /**
   * `connection`: the session is dead, others live and more can be opened. `client`: everything this driver has is dead,
   * as if its process had been killed. The database rolls back what was open.
   * @defaultValue 'connection'
   */
  readonly loses?: 'connection' | 'client'
}
