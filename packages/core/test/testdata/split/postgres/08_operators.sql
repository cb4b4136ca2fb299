SELECT a=-1, a<-1, a @-1, a@--1
  b, 1+-+2, x->>'y', x#>>'{a}', j?'k', j ?| '{a}', j@>'{}', a::int, b[1:2], b[1::int], a<=b, a>=b, a<>b, a!=b, f(x => 1), f(y := 2), |/4, @-5, a~*'x', a!~~'y' FROM t;
SELECT 1.5e-3, .5, 1., 0x1F, 1_000, 1e+2, 5 OPERATOR(pg_catalog.+) 3, -1;
CREATE OPERATOR === (LEFTARG = box, RIGHTARG = box, FUNCTION = area_equal_function, COMMUTATOR = ===);
SELECT -/* ; */1, 2*-- ;
3;
