CREATE TABLE end (begin INTEGER, end INTEGER, trigger INTEGER);
CREATE TRIGGER begin AFTER INSERT ON end BEGIN
  SELECT end FROM end;
  SELECT begin AS end, NEW.end FROM end WHERE end = 1 AND begin > end;
  UPDATE end SET begin = end, end = begin;
  INSERT INTO end VALUES (CASE WHEN NEW.end > 1 THEN NEW.end END, 1, 1);
END;
CREATE TRIGGER "end" AFTER DELETE ON end BEGIN SELECT 1; END;
CREATE INDEX trigger ON end (end);
CREATE VIEW v AS SELECT begin, end FROM end;
