-- migrate:up
CREATE TABLE bookmarks (
  id INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  note TEXT NOT NULL
);
CREATE INDEX bookmarks_session_id ON bookmarks(session_id);

-- migrate:down
DROP INDEX bookmarks_session_id;
DROP TABLE bookmarks;
