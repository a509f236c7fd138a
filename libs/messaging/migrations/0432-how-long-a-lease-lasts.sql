-- An expiry further ahead than the lease lasts was written before the clock went back, and would bar everybody until then.
alter table messaging.leases add column lasts interval not null default interval '1 minute'
