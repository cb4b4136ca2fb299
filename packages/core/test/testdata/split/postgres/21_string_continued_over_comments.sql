SELECT E'a;' -- a comment; between the parts
  'b\';c'
  -- and another

  'd\'', length(E';' -- '
    '\\');
SELECT 2;
