---- up migration (users)
ALTER TABLE users ADD COLUMN email TEXT;
---- down migration (users)
ALTER TABLE users DROP COLUMN email;
