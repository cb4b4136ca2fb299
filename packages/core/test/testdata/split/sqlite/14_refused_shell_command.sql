CREATE TABLE a (x);
.import data.csv a
