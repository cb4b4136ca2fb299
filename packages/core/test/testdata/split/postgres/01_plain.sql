-- A table.
CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text); -- behind it
/* and a ; block */
INSERT INTO a (name) VALUES ('x');;
;  ; -- nothing here
INSERT INTO a (name) VALUES ('last')
-- the end has no semicolon
