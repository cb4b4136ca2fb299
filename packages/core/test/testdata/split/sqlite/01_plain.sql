-- A table.
CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); -- behind it
/* and a ; block */
INSERT INTO a (name) VALUES ('x');;
;  ; -- nothing here
INSERT INTO a VALUES (2, 'last')
-- the end has no semicolon
