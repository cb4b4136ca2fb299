CREATE TABLE shifts (begin DATETIME, end DATETIME, `case` INT);
CREATE PROCEDURE hours()
BEGIN
  SELECT CASE WHEN end > begin THEN end ELSE begin END, shifts.end, shifts.case FROM shifts WHERE end IS NOT NULL AND begin < end ORDER BY end;
  SELECT CASE WHEN (SELECT MAX(end) FROM shifts) THEN (SELECT 1 AS end) END AS end;
  SELECT CASE shifts.end WHEN end THEN 1 END FROM shifts;
  REPEAT SELECT end FROM shifts; UNTIL (SELECT COUNT(end) FROM shifts) = 0 END REPEAT;
  UPDATE shifts SET end = begin, begin = end;
END;
SELECT 'after';
