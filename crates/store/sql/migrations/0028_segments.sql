-- Segments: each version for ever, where somebody stands in the newest, and who is to be looked at again because something
-- about them changed.
create table segment (
    id text primary key,
    tenant_id text not null references tenant (id),
    version bigint not null,
    created_at_ms bigint not null,
    counted_at_ms bigint not null,
    removed_at_ms bigint not null
);
create index segment_by_tenant on segment (tenant_id, id);

create table segment_version (
    segment_id text not null references segment (id),
    version bigint not null,
    tenant_id text not null references tenant (id),
    name text not null,
    definition_json text not null,
    actor text not null,
    at_ms bigint not null,
    primary key (segment_id, version)
);

-- Who was never in it, and may be said to be out, has no row.
create table segment_member (
    segment_id text not null references segment (id),
    person_id text not null references person (id),
    tenant_id text not null references tenant (id),
    standing text not null,
    reason text not null,
    entered_at_ms bigint not null,
    left_at_ms bigint not null,
    primary key (segment_id, person_id)
);
create index segment_member_by_standing on segment_member (segment_id, standing, reason, person_id);
create index segment_member_by_person on segment_member (person_id, tenant_id);

create table segment_due (
    person_id text primary key references person (id),
    tenant_id text not null references tenant (id),
    seq bigint not null
);
create index segment_due_by_tenant on segment_due (tenant_id, person_id);
create index segment_due_by_seq on segment_due (seq);

alter table campaign add column segment_id text not null default '';
create index campaign_by_segment on campaign (segment_id) where segment_id <> '';
