--
-- PostgreSQL database dump
--

\restrict k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3y

SET statement_timeout = 0;
