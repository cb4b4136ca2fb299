SELECT 1
\restrict k3y
;
