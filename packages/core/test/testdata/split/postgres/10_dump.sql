--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TYPE public.mood AS ENUM (
    'sad;',
    'ok'
);
ALTER TABLE public.a OWNER TO postgres;
COMMENT ON TABLE public.a IS 'It''s; a
table';
CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT a FROM t;
GRANT ALL ON TABLE public.a TO PUBLIC;
COPY public.a TO STDOUT;
COPY public.a FROM '/tmp/x' WITH (FORMAT csv, DELIMITER ';');
COPY (SELECT 'FROM STDIN' FROM stdin) TO '/tmp/y';
