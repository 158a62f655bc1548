-- A file that is brought in is kept, sealed with a key of its own, until it has been gone through.
create table import_part (
    import_id text not null references import (id),
    number bigint not null,
    body_enc text not null,
    primary key (import_id, number)
);

-- Addresses that a row of the file leaves in doubt: nothing in that file gives them a yes.
create table import_doubt (
    import_id text not null references import (id),
    value_hash text not null,
    primary key (import_id, value_hash)
);

-- What rows count for, and where the next one begins.
alter table import add column topic_id text not null default '';
alter table import add column form_id text not null default '';
alter table import add column form_version bigint not null default 0;
alter table import add column pass bigint not null default 0;
alter table import add column row_at bigint not null default 0;
alter table import add column part_at bigint not null default 0;
alter table import add column byte_at bigint not null default 0;
alter table import add column line_at bigint not null default 0;

-- Of what ran in a process that is gone there is no file.
update import set state = 'interrupted', ended_at_ms = created_at_ms where state = 'running';
