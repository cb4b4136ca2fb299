CREATE FUNCTION fn_atomic() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  NULL;
END;
$$;
CREATE TABLE atomic (begin int, atomic int, pending text);
SELECT begin atomic FROM atomic; SELECT begin, atomic FROM atomic;
CREATE TABLE function (x int); CREATE INDEX ON function (x); CREATE VIEW begin AS SELECT 1 AS atomic;
COMMENT ON FUNCTION fn_atomic() IS 'BEGIN ATOMIC'; SELECT 1;
