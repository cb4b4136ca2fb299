CREATE INDEX CONCURRENTLY notes_id ON notes (id);
