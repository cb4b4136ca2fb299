CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT, size INTEGER GENERATED ALWAYS AS (length(body)) VIRTUAL);
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id', tokenize="unicode61 separators ';'");
CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN
  INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER docs_au AFTER UPDATE ON docs BEGIN
  INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
INSERT INTO docs (title, body) VALUES ('naïve — ünïcødé 🐦; here', 'x');
