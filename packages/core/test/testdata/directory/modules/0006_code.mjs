export const up = { kind: 'code', revision: '1', run: async ({ sql }) => void (await sql.run('DELETE FROM a')) }
