// Owns: what a process says to the keeper of its servers, and what the keeper answers.
// Must not know: servers.

/** The ids of a system user, for servers that refuse to run as root. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Without one, it runs as the user who asks. */
  readonly owner?: Owner | undefined
  /** What it prints is appended to this file. */
  readonly log: string
  /** How it is told to end; what is still there five seconds later is killed. */
  readonly end: NodeJS.Signals
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export type Task =
  | { readonly do: 'folder'; readonly parent: string; readonly prefix: string; readonly owner?: Owner | undefined }
  | { readonly do: 'run'; readonly command: Command }
  /** Answered when the process has ended. */
  | { readonly do: 'wait'; readonly pid: number }
  /** To the process and everything it started. */
  | { readonly do: 'signal'; readonly pid: number; readonly signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' }
  | { readonly do: 'end'; readonly pid: number }
  | { readonly do: 'remove'; readonly folder: string }

export interface Request {
  readonly id: number
  readonly task: Task
}

export type Reply =
  | { readonly id: number; readonly outcome: 'done'; readonly value: string | number | Exit | null }
  | { readonly id: number; readonly outcome: 'failed'; readonly message: string }
