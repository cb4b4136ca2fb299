module.exports = { up: ['CREATE TABLE d (id INTEGER)'], down: ['DROP TABLE d'] }
