-- Work that outlives a request: enqueued in the unit of work that causes it, leased by whoever runs it.
create table job (
    id text primary key,
    kind text not null,
    tenant_id text not null,
    unique_key text not null unique,
    payload_enc text not null,
    run_at_ms bigint not null,
    lease text not null,
    leased_until_ms bigint not null,
    attempts bigint not null,
    failed text not null,
    dead_at_ms bigint not null,
    done_at_ms bigint not null,
    created_at_ms bigint not null
);
create index job_by_time on job (run_at_ms);

-- Until when a record may prove whose choice it was. What stands here was written before the column was.
alter table consent add column proof_until_ms bigint not null default 0;
update consent set proof_until_ms = expires_at_ms + 66000000000;
create index consent_by_proof on consent (proof_until_ms);
