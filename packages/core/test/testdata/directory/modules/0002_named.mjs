export const size = 3
export const addUsers = {
  id: '0002_named',
  description: 'the only export with an up',
  up: { sqlite: ['CREATE TABLE b (id INTEGER)'], postgres: ['CREATE TABLE b (id bigint)'] },
}
