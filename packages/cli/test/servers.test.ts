// Owns: the command line on servers: which driver a URL brings, a life of a database, and what is said where it cannot be had.
// Must not know: drivers.

import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { expect, it } from 'vitest'
import { folderWith, migrate, TWO, write } from './spawned.ts'

/** Everything that has a meaning in a URL, a shell or JSON; encoded it must log in, and nothing may print it. */
const PASSWORD = `s3c@:/#%$'" r3t`

function life(schemes: readonly string[], { freshDatabase }: TestServer): void {
  it.each(schemes)('%s: up, status, redo, down and doctor do what they do elsewhere', async (scheme) => {
    const { url, query } = await freshDatabase()
    const folder = folderWith(TWO)
    const at = ['--url', url.replace(/^[a-z]+/, scheme)]
    expect(await migrate(folder, ['status', '--check', ...at])).toMatchObject({ code: 2, stderr: '' })
    expect(await migrate(folder, ['up', ...at])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('2 migrations applied') as string,
    })
    expect(await migrate(folder, ['status', '--check', ...at])).toMatchObject({ code: 0 })
    expect(await query('SELECT id, direction FROM migrations ORDER BY id')).toMatchObject([{ id: '0001_users' }, { id: '0002_posts' }])
    expect(await migrate(folder, ['redo', '--yes', ...at])).toMatchObject({ code: 0 })
    expect(await migrate(folder, ['resolve', ...at])).toMatchObject({ code: 0, stdout: 'Nothing is unresolved.\n' })
    expect(await migrate(folder, ['doctor', ...at])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^ok +connection +the database answers: (?:PostgreSQL|MariaDB|MySQL) .*\n[^]*^ok +permissions +the tables of the history are there/m,
      ) as string,
    })
    expect(await migrate(folder, ['down', '--to', 'nothing', '--yes', ...at])).toMatchObject({ code: 0 })
    expect((await migrate(folder, ['status', ...at])).stdout).toMatch(/^pending\tapp\t0001_users\t.*\npending\tapp\t0002_posts/)
  })

  it('a statement that the server refuses is shown where it stands', async () => {
    const { url } = await freshDatabase()
    const folder = folderWith(TWO)
    write(folder, { 'migrations/0003_bad.sql': '-- migrate:up\nCREATE TABLE fine (id INTEGER);\n\n  INSERT INTO nowhere VALUES (1);\n' })
    expect(await migrate(folder, ['up', '--url', url])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/'0003_bad' failed[^]* at migrations\/0003_bad\.sql:4:[^]* {2}4 \| {3}INSERT INTO nowhere/) as string,
    })
  })

  it('a password that is wrong is exit code 4 and printed nowhere', async () => {
    const { url } = await freshDatabase()
    const folder = folderWith(TWO)
    const wrong = url.replace(/:[^:@/]*@/, `:${encodeURIComponent(PASSWORD)}@`)
    for (const args of [['up'], ['status', '--verbose'], ['doctor'], ['up', '--json'], ['wait', '--wait-timeout', '5s']]) {
      const { code, stdout, stderr } = await migrate(folder, [...args, '--url', wrong])
      expect({ args, code, text: stdout + stderr }).toEqual({ args, code: 4, text: expect.not.stringMatching(/s3c|r3t/) as string })
    }
  })

  it('a server that is not there is exit code 4', async () => {
    const { url } = await freshDatabase()
    const nowhere = url.replace(/@[^/]*\//, '@127.0.0.1:1/')
    const { code, stdout, stderr } = await migrate(folderWith(TWO), ['up', '--url', nowhere])
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringMatching(/^error: The database cannot be reached/) as string })
    expect(stderr).toMatch(/^ {2}next: Check that the database is there/m)
    expect(stdout).toBe('')
  })

  it('a database that is not there is exit code 4, and is waited for', async () => {
    const { url } = await freshDatabase()
    const nowhere = url.replace(/[^/]+$/, 'nowhere_at_all')
    const folder = folderWith(TWO)
    for (const args of [['up'], ['status'], ['doctor']])
      expect({ args, ...(await migrate(folder, [...args, '--url', nowhere])) }).toMatchObject({ args, code: 4 })
    const { code, stderr } = await migrate(folder, ['wait', '--wait-timeout', '3s', '--url', nowhere])
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/did not answer within .*\((?:[2-9]|\d\d+) attempts\): .*nowhere_at_all/) as string,
    })
  })
}

describeOn('postgres-15', (server) => {
  life(['postgres', 'postgresql', 'postgresql+asyncpg', 'postgresql+psycopg2'], server)

  it('doctor counts what is to do also where it has to say something about it', async () => {
    const { url } = await server.freshDatabase()
    const folder = folderWith({
      'migrations/0001_users.sql': 'CREATE TABLE users (id INTEGER);\nCREATE INDEX CONCURRENTLY users_id ON users (id);\n',
    })
    expect(await migrate(folder, ['doctor', '--url', url])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^warning +drift +app: 1 pending\. Migration '0001_users' is not one transaction: /m) as string,
    })
  })

  it('a first migration that fails leaves no table behind, the history included', async () => {
    const { url, query } = await server.freshDatabase()
    const folder = folderWith({ 'migrations/0001_bad.sql': 'CREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n' })
    expect((await migrate(folder, ['up', '--url', url])).code).toBe(1)
    expect(await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
  })

  it('doctor sees a user who may not make tables, and leaves none where one may', async () => {
    const { url, query, host, port, database } = await server.freshDatabase()
    const name = `reader_${database}`
    await query(`CREATE ROLE "${name}" LOGIN PASSWORD 'pw'`)
    await query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    try {
      expect(await migrate(folderWith(TWO), ['doctor', '--url', `postgres://${name}:pw@${host}:${port}/${database}`])).toMatchObject({
        code: 4,
        stdout: expect.stringMatching(
          /^failed +permissions +this user can make no tables: permission denied for schema public\n +next: /m,
        ) as string,
      })
    } finally {
      await query(`DROP ROLE "${name}"`)
    }
    expect(await migrate(folderWith(TWO), ['doctor', '--url', url])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok +permissions +this user may make tables \(tried, and rolled back\)/m) as string,
    })
    expect(await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
  })

  it('a session that may only read is told of as that, and not as a full disk', async () => {
    const { url } = await server.freshDatabase()
    const folder = folderWith(TWO)
    const readOnly = `${url}?options=-c%20default_transaction_read_only%3Don`
    const next = expect.stringMatching(/^ {2}next: Nothing can be written there\. Give the address of a primary server, or /m) as string
    expect(await migrate(folder, ['up', '--url', readOnly])).toMatchObject({ code: 1, stderr: next })
    expect(await migrate(folder, ['up', '--steps', '1', '--url', url])).toMatchObject({ code: 0 })
    expect(await migrate(folder, ['up', '--url', readOnly])).toMatchObject({ code: 1, stderr: next })
  })

  it('doctor sees a history that can be read and not written, and leaves nothing in one that can', async () => {
    const { url, query } = await server.freshDatabase()
    const folder = folderWith(TWO)
    expect(await migrate(folder, ['up', '--steps', '1', '--url', url])).toMatchObject({ code: 0 })
    const before = await query('SELECT * FROM migrations')
    const readOnly = `${url}?options=-c%20default_transaction_read_only%3Don`
    expect(await migrate(folder, ['doctor', '--url', readOnly])).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(
        /^failed +permissions .*nothing can be written to them: cannot execute INSERT in a read-only transaction\n +next: /m,
      ) as string,
    })
    expect(await migrate(folder, ['doctor', '--url', url])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok +permissions .*can be written \(tried, and rolled back\)/m) as string,
    })
    expect(await query('SELECT * FROM migrations')).toEqual(before)
  })

  it('the history is kept in a schema that the configuration names; who may not make one can use one that is there', async () => {
    const { query, host, port, database } = await server.freshDatabase()
    const name = `limited_${database}`
    await query(`CREATE ROLE "${name}" LOGIN PASSWORD 'pw'`)
    await query(`GRANT CREATE ON SCHEMA public TO "${name}"`)
    const folder = folderWith({
      ...TWO,
      'migrate.config.mjs': `export default { url: 'postgres://${name}:pw@${host}:${port}/${database}', schema: 'ops', table: 'history' }`,
    })
    try {
      expect(await migrate(folder, ['doctor'])).toMatchObject({
        code: 4,
        stdout: expect.stringMatching(/permission denied for database/) as string,
      })
      expect(await migrate(folder, ['up'])).toMatchObject({
        code: 4,
        stderr: expect.stringMatching(/permission denied for database/) as string,
      })
      await query(`CREATE SCHEMA ops AUTHORIZATION "${name}"`)
      expect(await migrate(folder, ['doctor'])).toMatchObject({ code: 0 })
      expect(await migrate(folder, ['up'])).toMatchObject({ code: 0, stderr: '' })
      expect(await migrate(folder, ['status', '--check'])).toMatchObject({ code: 0 })
      expect(await migrate(folder, ['wait'])).toMatchObject({ code: 0 })
      expect(await query("SELECT tablename FROM pg_tables WHERE schemaname = 'ops' ORDER BY tablename")).toMatchObject([
        { tablename: 'history' },
        { tablename: 'history_lease' },
        { tablename: 'history_step' },
      ])
      expect(await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")).toMatchObject([
        { tablename: 'posts' },
        { tablename: 'users' },
      ])
      await query('CREATE TABLE ops.other_lease (a INT); CREATE TABLE ops.other (installed_rank INT)')
      write(folder, {
        'other.config.mjs': `export default { url: 'postgres://${name}:pw@${host}:${port}/${database}', schema: 'ops', table: 'other' }`,
      })
      expect(await migrate(folder, ['status', '--config', 'other.config.mjs'])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/The table 'ops\.other' was made by/) as string,
      })
    } finally {
      await query(`DROP SCHEMA IF EXISTS ops CASCADE; DROP OWNED BY "${name}"; DROP ROLE "${name}"`)
    }
  })

  it('a role of any password logs in with it', async () => {
    const { query, host, port, database } = await server.freshDatabase()
    const name = `role_${database}`
    await query(`CREATE ROLE "${name}" LOGIN SUPERUSER PASSWORD '${PASSWORD.replaceAll("'", "''")}'`)
    try {
      const as = `postgres://${name}:${encodeURIComponent(PASSWORD)}@${host}:${port}/${database}`
      expect(await migrate(folderWith(TWO), ['up', '--url', as])).toMatchObject({ code: 0, stderr: '' })
      const { stdout } = await migrate(folderWith(TWO), ['status', '--json', '--url', as])
      expect(JSON.parse(stdout)).toMatchObject({ database: { driver: 'pg', url: `postgres://${name}:***@${host}:${port}/${database}` } })
    } finally {
      await query(`REASSIGN OWNED BY "${name}" TO CURRENT_USER`)
      await query(`DROP ROLE "${name}"`)
    }
  })
})

describeOn(['mariadb', 'mysql'], (server) => {
  life(['mysql', 'mariadb', 'mysql+pymysql'], server)

  it('doctor sees a user who may not write the history, and a session that no migration may have', async () => {
    const { url, query, host, port, database } = await server.freshDatabase()
    const folder = folderWith(TWO)
    expect(await migrate(folder, ['up', '--steps', '1', '--url', url])).toMatchObject({ code: 0 })
    const before = await query('SELECT * FROM migrations')
    const name = `r_${database}`.slice(0, 80)
    await query(`CREATE USER '${name}' IDENTIFIED BY 'pw'`)
    try {
      await query(`GRANT SELECT ON \`${database}\`.* TO '${name}'`)
      const { code, stdout } = await migrate(folder, ['doctor', '--url', `mysql://${name}:pw@${host}:${port}/${database}`])
      expect({ code, stdout }).toEqual({
        code: 4,
        stdout: expect.stringMatching(/^failed +permissions .*nothing can be written to them: INSERT command denied/m) as string,
      })
    } finally {
      await query(`DROP USER '${name}'`)
    }
    expect(await migrate(folder, ['doctor', '--url', `${url}?sql_mode=ANSI_QUOTES`])).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/^failed +connection .*ANSI_QUOTES/m) as string,
    })
    expect(await migrate(folder, ['doctor', '--url', url])).toMatchObject({ code: 0 })
    expect(await query('SELECT * FROM migrations')).toEqual(before)
  })

  it('where a part of the history was made before the database refused the rest, nobody says that nothing was written', async () => {
    const { query, host, port, database } = await server.freshDatabase()
    const name = `r_${database}`.slice(0, 80)
    await query(`CREATE USER '${name}' IDENTIFIED BY 'pw'`)
    try {
      await query(`GRANT SELECT ON \`${database}\`.* TO '${name}'`)
      await query(`GRANT ALL ON \`${database}\`.migrations_lease TO '${name}'`)
      const { code, stderr } = await migrate(folderWith(TWO), ['up', '--url', `mysql://${name}:pw@${host}:${port}/${database}`])
      expect({ code, stderr }).toEqual({
        code: 4,
        stderr: expect.stringMatching(/^error: .*CREATE command denied[^]*^ {2}database: No migration was begun\.$/m) as string,
      })
      expect(await query('SHOW TABLES')).toHaveLength(1)
    } finally {
      await query(`DROP USER '${name}'`)
    }
  })

  it('an address without a database is exit code 4 to every command: nothing can be read there or written', async () => {
    const { url } = await server.freshDatabase()
    const nameless = url.replace(/[^/]+$/, '')
    for (const args of [['up'], ['status'], ['doctor'], ['wait', '--wait-timeout', '1s']]) {
      const { code, stdout, stderr } = await migrate(folderWith(TWO), [...args, '--url', nameless])
      expect({ args, code, text: stdout + stderr }).toEqual({
        args,
        code: 4,
        text: expect.stringContaining('No database is chosen. Name one') as string,
      })
    }
  })

  it('a statement that cannot be read is quoted without the statements of ours behind it', async () => {
    const { url } = await server.freshDatabase()
    const folder = folderWith({ 'migrations/0001_bad.sql': '-- migrate:up\nCREATE TABLE fine (a INT);\nCREATE TABLE bad (a INT,);\n' })
    const { code, stderr } = await migrate(folder, ['up', '--url', url])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`near ')' at line 1`) as string })
    expect(stderr).not.toContain('migrations_step')
  })
})
