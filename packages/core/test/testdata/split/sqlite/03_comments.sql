/* one /* not nested */ CREATE TABLE a (x); /* ; */ /**/
--;
-- 'unclosed
/* 'unclosed "too */ INSERT INTO a VALUES (1) /* ; */ , (2) -- ;
, (3);
/*/ ; */ INSERT INTO a VALUES (4-/* ; */-1) ON CONFLICT DO NOTHING;
