CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- don't; split
  IF NEW.a <> 'x;' THEN RETURN NULL; END IF;
  EXECUTE $q$ SELECT 1; SELECT $1 $q$ USING 1;
  RETURN NEW;
END;
$$;
DO $body$ BEGIN PERFORM $$a;b$$; PERFORM $x$ $$ $BODY$ ; $x$; END $body$;
SELECT $a$ $b$ ; $b$ $ab$ $$ $1 $a$, $ünï$;$ünï$, $_1$;$_1$, $$$$;
SELECT a$b$c, $1 FROM t WHERE x$y = 1; PREPARE p AS SELECT $1, $2;
