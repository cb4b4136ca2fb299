export const up: readonly string[] = ['CREATE TABLE users (id INTEGER)']
