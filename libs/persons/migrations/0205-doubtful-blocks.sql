create index doubtful_blocks on persons.blocks (hash) where doubtful
