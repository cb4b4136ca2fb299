CREATE FUNCTION add_one(a integer) RETURNS integer LANGUAGE SQL IMMUTABLE
BEGIN ATOMIC
  SELECT CASE WHEN a > 1 THEN CASE a WHEN 2 THEN 3 ELSE 4 END ELSE a + 1 END;
  SELECT 1 AS end;
  SELECT 2 end;
  SELECT t.end, t.case, "end" FROM t;
  SELECT (SELECT 1 AS begin), begin FROM t;
  ;
  SELECT a + 1; -- END;
END;
CREATE OR REPLACE PROCEDURE p(begin int, INOUT b int DEFAULT 1) BEGIN ATOMIC INSERT INTO t VALUES (begin); END; SELECT 1;
create function empty() returns void begin atomic end; SELECT 2;
CREATE FUNCTION r() RETURNS int RETURN 1 + 2; CREATE FUNCTION q() RETURNS int LANGUAGE plpgsql AS 'BEGIN ATOMIC; END;'; SELECT 3;
CREATE FUNCTION begin(atomic int) RETURNS int SET search_path TO begin BEGIN/* x */ATOMIC SELECT begin atomic FROM t; END
; SELECT 4;
