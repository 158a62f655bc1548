-- By which way somebody may be written to: `email`, `sms`, or nothing for a no to every way. What was said so far was said about
-- mail, and every no to everything there is.
alter table permission add column channel text not null default '';
update permission set channel = 'email' where event in ('asked', 'given');

-- The way that a file's yeses and noes are about.
alter table import add column channel text not null default 'email';

-- A code asked for by the link in somebody's own mail counts apart: whoever merely knows an address must not use these up.
alter table holder_code add column by_link bigint not null default 0;

-- Of whom was erased while a file is being brought in: no row of it brings them back.
alter table import_doubt add column gone bigint not null default 0;

-- When an erasure was written to the journal beside the keys.
alter table erasure add column journal_at_ms bigint not null default 0;
