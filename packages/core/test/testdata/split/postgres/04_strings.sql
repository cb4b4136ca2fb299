SELECT 'it''s; \', ';', E'it\'s; \\', e'\';', B'01', b'1', X'1F', N'n;', U&'d\0061t;\\', U&"d\0061t;a" FROM U&"x;" UESCAPE '!';
SELECT E'a;'
  'b\';c'

  'd\';', 1;
SELECT 'a\'
  'b\', E'x' || 'y\'; SELECT "a;""b", "E" FROM "t;";
SELECT date'2020-01-01', pg_catalog.text'a\';
SELECT U & 'x', u, e, b FROM u;
