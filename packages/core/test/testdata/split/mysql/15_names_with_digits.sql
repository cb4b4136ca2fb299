CREATE TABLE 2024_sales (1st INT, `3` INT);
SELECT 2024_sales.1st, 1e3, 1.5e-3, .5, 0x1F, 5.5, x.2y FROM 2024_sales, (SELECT 1 AS 2y) x;
SELECT 1<=>2, 1<=2, 1<>2, 1!=2, 1<<2, 1||0, 1&&0, @a:=1, @@version, @@session.sql_mode, ~1, !1, 5 DIV 2;
