create schema messaging
