CREATE TABLE a (x text);
COPY public.a (x) FROM stdin;
it's	;
\.
SELECT 1;
