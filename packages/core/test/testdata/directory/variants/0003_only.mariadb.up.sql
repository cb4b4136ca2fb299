ALTER TABLE users COMMENT = 'people';
