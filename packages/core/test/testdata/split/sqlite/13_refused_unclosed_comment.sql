SELECT 1; /* and
no end;
