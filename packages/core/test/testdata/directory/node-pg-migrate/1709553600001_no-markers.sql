CREATE TABLE posts (id INTEGER PRIMARY KEY); -- down migration: drop it by hand
