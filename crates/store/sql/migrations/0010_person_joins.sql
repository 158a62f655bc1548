-- Two records are of one person, as somebody said who can know. Each pair stands in both directions; nothing is copied, so
-- that taking a pair away leaves both as they were.
create table person_join (
    one_id text not null references person (id),
    other_id text not null references person (id),
    tenant_id text not null references tenant (id),
    source text not null,
    at_ms bigint not null,
    primary key (one_id, other_id)
);
create index person_join_by_other on person_join (other_id);
