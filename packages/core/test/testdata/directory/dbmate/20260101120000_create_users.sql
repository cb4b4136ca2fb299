-- Users sign in with their address.

-- migrate:up
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL DEFAULT '-- migrate:down'
);
CREATE INDEX users_email ON users (email);

-- migrate:down
DROP TABLE users;
