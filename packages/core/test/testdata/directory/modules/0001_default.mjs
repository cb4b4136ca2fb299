export default {
  description: 'the default export',
  up: ['CREATE TABLE a (id INTEGER)'],
  down: ['DROP TABLE a'],
}
