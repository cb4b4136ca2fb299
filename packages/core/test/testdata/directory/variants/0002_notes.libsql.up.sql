CREATE TABLE notes (id INTEGER, embedding F32_BLOB(3));
