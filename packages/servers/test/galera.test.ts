// Owns: that a cluster is one: what one node takes the others have, and a node that was killed comes back to it.
// Must not know: migrations.

import { expect, it, onTestFinished } from 'vitest'
import { startGalera } from '../src/index.ts'
import { describeHaving } from '../src/vitest/index.ts'
import { aliveIn } from './processes.ts'

await describeHaving(['galera'], 'Galera', () => {
  it('replicates between three nodes, survives one of them, and takes it back', async () => {
    const cluster = await startGalera({ password: `'"\\ @` })
    onTestFinished(cluster.stop)
    const [first, second, third] = cluster.nodes as [(typeof cluster.nodes)[0], (typeof cluster.nodes)[0], (typeof cluster.nodes)[0]]
    for (const node of cluster.nodes) {
      expect(await node.query("show status like 'wsrep_cluster_size'")).toEqual([expect.objectContaining({ Value: '3' })])
    }
    const { database } = await first.createDatabase()
    await second.query(`create table ${database}.bird (name varchar(40) primary key)`)
    // A node applies a little later what another has answered, and one that dies within a CREATE TABLE comes back without the table.
    const names = (node: typeof first) => expect.poll(() => node.query(`select name from ${database}.bird`))
    for (const node of cluster.nodes) await names(node).toEqual([])

    await first.kill()
    await second.query(`insert into ${database}.bird values ('godwit')`)
    await first.start()
    for (const node of [first, third]) await names(node).toEqual([{ name: 'godwit' }])
    await cluster.stop()
    expect(cluster.nodes.flatMap(({ folder }) => aliveIn(folder))).toEqual([])
  })
})
