-- Windows wrote this.
CREATE TABLE a (
  x text DEFAULT 'two
lines'
);

SELECT E'a'
  '\';';
SELECT $$
;
$$;
-- old MacSELECT 2;