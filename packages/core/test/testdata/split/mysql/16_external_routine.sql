CREATE FUNCTION gcd(a INT, b INT) RETURNS INT LANGUAGE JAVASCRIPT NO SQL AS $js$
  let x = a; while (b) { [x, b] = [b, x % b]; }
  return x;
$js$;
SELECT 1;
CREATE PROCEDURE p() LANGUAGE JAVASCRIPT AS $$ console.log("it's;"); $$; SELECT $$ FROM t; SELECT a$b;
CREATE FUNCTION metaphon RETURNS STRING SONAME 'udf_example;.so'; SELECT 2;
