CREATE TABLE j (doc TEXT);
SELECT doc->'$.a', doc->>'$.b' FROM j WHERE 1<>2 AND 3!=4 AND 5==5 AND 1<<2>=4 AND 'a'||'b' = 'ab';
SELECT 1.5e-3, .5, 1.0, 0x1F, 1e+2, - -1, 1--1 is a comment
;
SELECT 1 WHERE (1 > 0);
