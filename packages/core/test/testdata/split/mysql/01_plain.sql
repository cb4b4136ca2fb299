-- A table.
CREATE TABLE a (id INT PRIMARY KEY AUTO_INCREMENT, name TEXT); # behind it; too
/* and a ; block */
INSERT INTO a (name) VALUES ('x');;
;  ; -- nothing here
--
#
INSERT INTO a (name) VALUES ('last')
-- the end has no semicolon
