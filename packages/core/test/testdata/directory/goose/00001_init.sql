-- +goose Up
-- +goose StatementBegin
SELECT 'up SQL query';
CREATE TABLE users (id INTEGER PRIMARY KEY);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE users;
-- +goose StatementEnd
