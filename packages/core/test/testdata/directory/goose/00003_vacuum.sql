-- +goose NO TRANSACTION
-- +goose Up
VACUUM;
-- +goose Down
-- +goose StatementBegin
-- +goose StatementEnd
