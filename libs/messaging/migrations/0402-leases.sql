-- Who leads (S-16). A lease expires while its holder is stopped; an advisory lock would not. The token never goes back.
create table messaging.leases (
  name text collate "C" primary key,
  holder text not null,
  token bigint not null,
  expires_at timestamptz not null
)
