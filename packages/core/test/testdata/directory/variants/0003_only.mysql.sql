-- migrate:up
ALTER TABLE users COMMENT 'it\'s';
