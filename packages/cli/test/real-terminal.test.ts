// Owns: that a question reaches a real terminal, and its answer the command.
// Must not know: how it is drawn, and everything that `prompt.test.ts` shows with less.

import { describe, expect, it } from 'vitest'
import { atTerminal, terminalMaker } from './real-terminal.ts'
import { folderWith, migrate, TWO } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const
const QUESTION = 'Roll back 0002_posts, 0001_users on app.db?'

/** What `.ci/run` sets: there a missing tool is a failure. */
const REQUIRED = process.env['GODWIT_ALL_TESTS'] !== undefined

async function applied(folder: string): Promise<number> {
  return (await migrate(folder, ['status', ...url])).stdout.split('\n').filter((line) => line.startsWith('applied\t')).length
}

describe.skipIf(terminalMaker === undefined && !REQUIRED)(
  'on a real terminal, made by script of util-linux or by python3 (skipped where neither is there)',
  () => {
    it.each([
      ['n', 2, 2],
      ['y', 0, 0],
      ['\u0003', 130, 2],
      // Ctrl-D: nobody will answer any more.
      ['\u0004', 130, 2],
      ['\r', 2, 2],
    ])('migrate down --to nothing asks; %j is exit code %i and leaves %i applied', async (answer, code, left) => {
      if (terminalMaker === undefined) throw new Error('neither script of util-linux nor python3 is there')
      const folder = folderWith(TWO)
      await migrate(folder, ['up', ...url])
      const seen = await atTerminal(terminalMaker, folder, ['down', '--to', 'nothing', ...url], QUESTION, answer)
      expect(seen).toMatchObject({ code, screen: expect.stringContaining(QUESTION) as string })
      // The cursor is given back, whatever the answer.
      expect(seen.screen.lastIndexOf('\u001B[?25h')).toBeGreaterThan(seen.screen.lastIndexOf('\u001B[?25l'))
      expect(await applied(folder)).toBe(left)
    })
  },
)
