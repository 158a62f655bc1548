-- Portable types only: text ids, epoch-millisecond integers, 0/1 flags, JSON and ciphertext as text.
create table tenant (
    id text primary key,
    name text not null,
    created_at_ms bigint not null
);

create table site (
    id text primary key,
    tenant_id text not null references tenant (id),
    site_key text not null unique,
    settings_json text not null,
    created_at_ms bigint not null
);

create table notice (
    site_id text not null references site (id),
    version bigint not null,
    hash text not null,
    body_json text not null,
    published_at_ms bigint not null,
    primary key (site_id, version)
);

create table counter (
    name text primary key,
    value bigint not null
);

create table consent (
    id text primary key,
    site_id text not null references site (id),
    seq bigint not null unique,
    event text not null,
    granted bigint not null,
    refused bigint not null,
    notice_version bigint not null,
    notice_hash text not null,
    language text not null,
    ui_build text not null,
    layer bigint not null,
    control text not null,
    trusted bigint not null,
    gpc bigint not null,
    law text not null,
    at_ms bigint not null,
    expires_at_ms bigint not null,
    subject_hash text not null,
    subject_enc text not null
);
create index consent_by_site on consent (site_id, seq);
create index consent_by_subject on consent (site_id, subject_hash, seq);

create table restriction (
    seq bigint primary key,
    site_id text not null references site (id),
    subject_hash text not null,
    subject_enc text not null,
    purposes bigint not null,
    lowest_seq bigint not null,
    at_ms bigint not null
);

create table tally (
    site_id text not null,
    day text not null,
    kind text not null,
    item text not null,
    n bigint not null,
    primary key (site_id, day, kind, item)
);

create table staff (
    id text primary key,
    tenant_id text not null references tenant (id),
    email_hash text not null unique,
    email_enc text not null,
    name_enc text not null,
    role text not null,
    password_phc text not null,
    created_at_ms bigint not null,
    removed_at_ms bigint not null
);

create table session (
    id text primary key,
    user_id text not null references staff (id),
    token_hash text not null unique,
    device text not null,
    created_at_ms bigint not null,
    seen_at_ms bigint not null,
    expires_at_ms bigint not null
);

create table link (
    token_hash text primary key,
    kind text not null,
    tenant_id text not null,
    subject_enc text not null,
    role text not null,
    expires_at_ms bigint not null,
    used_at_ms bigint not null
);

create table api_key (
    id text primary key,
    tenant_id text not null references tenant (id),
    name text not null,
    key_hash text not null unique,
    role text not null,
    created_by text not null,
    created_at_ms bigint not null,
    revoked_at_ms bigint not null
);

create table audit (
    seq bigint primary key,
    tenant_id text not null,
    at_ms bigint not null,
    actor text not null,
    action text not null,
    object text not null,
    detail_json text not null
);

create table evidence (
    id text primary key,
    kind text not null,
    leaf_hash text not null,
    leaf_index bigint not null,
    at_ms bigint not null
);
create index evidence_by_index on evidence (leaf_index);

create table checkpoint (
    size bigint primary key,
    root text not null,
    note text not null,
    at_ms bigint not null
);
