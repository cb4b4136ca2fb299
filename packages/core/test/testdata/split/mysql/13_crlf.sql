DELIMITER //
CREATE PROCEDURE p()
BEGIN
  SELECT 'two
lines';
END//
DELIMITER ;
-- comment; 
SELECT 1; # x;
SELECT 2;
