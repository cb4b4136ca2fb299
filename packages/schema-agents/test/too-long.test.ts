// Owns: a text that is longer than what the server takes in one message.
// Must not know: lines beside the one that it uses.

import { Migrator } from '@godwit/core'
import { mysql } from '@godwit/driver-mysql'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { chat, handle } from '../src/index.ts'
import { getMessageCount, saveMessage } from '../src/lines/chat/index.ts'

describeOn('mariadb', (server) => {
  test('a text of 17 MB is refused by the name of the setting, nothing of it is saved, and the connection goes on', async () => {
    const driver = mysql((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    await new Migrator(driver, chat).migrate()
    const on = handle(await driver.open('write'))
    const id = await saveMessage(on, { message: 'short', is_user: true })
    const long = 'x'.repeat(17 * 1024 * 1024)
    await expect(saveMessage(on, { message: long, is_user: true })).rejects.toThrow(/max_allowed_packet/)
    expect(await getMessageCount(on, 1)).toBe(1)
    expect(await saveMessage(on, { message: 'short again', is_user: true })).toBeGreaterThan(id)
  })
})
