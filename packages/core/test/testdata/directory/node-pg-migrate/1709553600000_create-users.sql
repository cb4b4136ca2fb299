-- Up Migration
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- Down Migration
DROP TABLE users;
