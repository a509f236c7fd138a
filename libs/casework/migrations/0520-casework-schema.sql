create schema if not exists casework
