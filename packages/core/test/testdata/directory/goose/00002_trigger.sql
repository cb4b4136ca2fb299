-- +goose up
CREATE TABLE audit (id INTEGER);
-- +goose statementbegin
CREATE TRIGGER users_audit AFTER INSERT ON users
BEGIN
  INSERT INTO audit (id) VALUES (NEW.id);
END
-- +goose statementend
CREATE INDEX audit_id ON audit (id);

-- +goose down
DROP TRIGGER users_audit;
DROP TABLE audit;
