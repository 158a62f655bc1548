-- One server a database. The table is made when the first lease is taken, which may have been before this.
create table if not exists lease (
    name text primary key,
    fence bigint not null
);

-- What this database must find again when it is opened: which keys it was written with.
create table installation (
    name text primary key,
    value text not null
);

-- The evidence log: one number a leaf. Where two servers had numbered at once, the later of two equal numbers is set aside
-- (below -1), so that the root no longer fits and the damage is said; a new log can be begun that refers to the old one.
update evidence set leaf_index = -2 - leaf_index
where leaf_index >= 0
and exists (select 1 from evidence e where e.leaf_index = evidence.leaf_index and e.id < evidence.id);

-- Leaves stand in a log from 1 on, in 0 while they wait for their number, and in -1 when they were set aside.
alter table evidence add column log bigint not null default 1;
update evidence set log = case when leaf_index = -1 then 0 else -1 end where leaf_index < 0;
drop index evidence_by_index;
create unique index evidence_by_leaf on evidence (log, leaf_index) where log > 0;
create index evidence_pending on evidence (at_ms, id) where leaf_index = -1;

-- Hashes of full subtrees of 16, 256, 4096 … leaves; they follow from the leaves and are made again when they are missing.
create table evidence_node (
    log bigint not null,
    level bigint not null,
    position bigint not null,
    hash text not null,
    primary key (log, level, position)
);

create table evidence_checkpoint (
    log bigint not null,
    size bigint not null,
    root text not null,
    note text not null,
    at_ms bigint not null,
    primary key (log, size)
);
insert into evidence_checkpoint (log, size, root, note, at_ms) select 1, size, root, note, at_ms from checkpoint;
drop table checkpoint;
