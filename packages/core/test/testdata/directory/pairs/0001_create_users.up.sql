-- Up migration: the first table
CREATE TABLE users (id INTEGER PRIMARY KEY);
