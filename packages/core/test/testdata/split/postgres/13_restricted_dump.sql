--
-- PostgreSQL database dump
--

\restrict fv2vnFprnLKSUKx5s6Vx7Le6fPG2fvWlIvsO7hYBMraKBxK1fXt3de9i3rTFPhW

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: users; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.users (
    id bigint NOT NULL,
    mood app.mood DEFAULT 'sad'::app.mood,
    n app.pos,
    t text DEFAULT 'a\b;''c'::text COLLATE pg_catalog."C",
    j jsonb DEFAULT '{"a": ";"}'::jsonb,
    full_text tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, COALESCE(t, ''::text))) STORED
);


--
-- Name: COLUMN users.t; Type: COMMENT; Schema: app; Owner: -
--

COMMENT ON COLUMN app.users.t IS 'a ; semicolon -- and dashes
over lines \restrict x';


--
-- Name: users_id_seq; Type: SEQUENCE; Schema: app; Owner: -
--

ALTER TABLE app.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME app.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Data for Name: users; Type: TABLE DATA; Schema: app; Owner: -
--

INSERT INTO app.users OVERRIDING SYSTEM VALUE VALUES (1, 'it''s', NULL, 'line
back\slash; \unrestrict', '{"a": ";"}', DEFAULT);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: app; Owner: -
--

SELECT pg_catalog.setval('app.users_id_seq', 1, true);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: users_full_text_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX users_full_text_idx ON app.users USING gin (full_text);


--
-- Name: users pol; Type: POLICY; Schema: app; Owner: -
--

CREATE POLICY pol ON app.users USING (((n)::integer > 0));


--
-- Name: users; Type: ROW SECURITY; Schema: app; Owner: -
--

ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;

--
-- PostgreSQL database dump complete
--

\unrestrict fv2vnFprnLKSUKx5s6Vx7Le6fPG2fvWlIvsO7hYBMraKBxK1fXt3de9i3rTFPhW

