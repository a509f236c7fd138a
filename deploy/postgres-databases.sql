-- Run once by the Postgres image on an empty volume. The hub's own database is made from POSTGRES_DB.
create database schema_registry;
