-- The register: what an organisation answers for, every version of every record; and the uses that its processing activities
-- name, which are all there can be for as long as it keeps no register of its own.
create table register_entry (
    id text not null,
    version bigint not null,
    tenant_id text not null references tenant (id),
    kind text not null,
    name text not null,
    body_json text not null,
    ended bigint not null,
    at_ms bigint not null,
    actor text not null,
    primary key (id, version)
);
create index register_entry_kind on register_entry (tenant_id, kind, at_ms);
alter table tenant add column uses bigint not null default 9223372036854775807;
