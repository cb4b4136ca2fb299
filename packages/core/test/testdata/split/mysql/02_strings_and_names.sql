CREATE TABLE `a;b` (`c``;d` TEXT, e TEXT COMMENT 'it\'s;', f TEXT COMMENT "say \"x;\" ""y;""");
INSERT INTO `a;b` VALUES ('\\', '\'', "'"), ("\\", '"', "''''"), ('it''s;', "a;", 'b\
c;');
SELECT x'3B', X'3b', b'01', N'n\';', _utf8mb4'x;', 'a' 'b;' "c;", \N, @`v;`, @'w;', @x := 1 FROM DUAL;
SELECT '#', '--', '/*', "-- ", `e` FROM `a;b` WHERE e = ';' # '
;
SELECT 1;
