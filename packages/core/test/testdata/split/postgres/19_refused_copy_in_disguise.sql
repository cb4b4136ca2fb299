copy /* x */ a(b, c) -- y
  from
  StdIn with (format csv);
1,2
\.
