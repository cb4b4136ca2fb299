SELECT 5--1, 5-- 1; still
 ;
SELECT 1 -- ;
;
SELECT 2 --	;
;
SELECT 3 # ; '
;
SELECT /* ; ' */ 4 /* /* ; */ ;
SELECT 5 /*/ ; */ ;
SELECT 6 - - 1, 7*/* ; */2, 8/2;
# done; --
--