create schema persons
