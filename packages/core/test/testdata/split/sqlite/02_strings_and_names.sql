CREATE TABLE "a;b" (`c;d` TEXT DEFAULT 'it''s; fine', [e;f] TEXT DEFAULT "g""h;i");
INSERT INTO "a;b" ("c;d", [e;f]) VALUES ('\', ';');
INSERT INTO "a;b" VALUES ('--', '/*'), ('''', ''''';');
SELECT x'3b', X'00', 'x''', "c;d" FROM "a;b"; SELECT '';
SELECT 'two
lines; of text', -- with a comment; here
  1;
