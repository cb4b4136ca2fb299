-- Windows wrote this.
CREATE TABLE a (
  x TEXT DEFAULT 'two
lines'
);

INSERT INTO a VALUES ('b');
﻿CREATE TRIGGER t AFTER INSERT ON a BEGIN
  SELECT 1;
END;
