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

-- Until when the records of one browser may prove whose choices they were (B-21).
create table consent_proof (
    site_id text not null references site (id),
    subject_hash text not null,
    until_ms bigint not null,
    primary key (site_id, subject_hash)
);
create index consent_proof_by_time on consent_proof (until_ms);
-- A year after a withdrawal; else a year after what was allowed may be used no longer, 395 days after it expired.
insert into consent_proof (site_id, subject_hash, until_ms)
select c.site_id, c.subject_hash, case when c.granted = 0 then c.at_ms + 31536000000 else c.expires_at_ms + 65664000000 end
from consent c
where c.seq = (select max(m.seq) from consent m where m.site_id = c.site_id and m.subject_hash = c.subject_hash);
