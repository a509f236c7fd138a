create schema log
