-- People. What identifies them is ciphertext under a key of their own, which lies in the keyring; found by keyed hash.
create table person (
    id text primary key,
    tenant_id text not null references tenant (id),
    language text not null,
    created_at_ms bigint not null
);
create index person_by_tenant on person (tenant_id, id);

create table identifier (
    id text primary key,
    person_id text not null references person (id),
    tenant_id text not null references tenant (id),
    kind text not null,
    value_hash text not null,
    value_enc text not null,
    source text not null,
    verified_at_ms bigint not null,
    created_at_ms bigint not null,
    unique (tenant_id, kind, value_hash)
);
create index identifier_by_person on identifier (person_id);
create index identifier_unconfirmed on identifier (verified_at_ms, created_at_ms);

create table topic (
    id text primary key,
    tenant_id text not null references tenant (id),
    body_json text not null,
    created_at_ms bigint not null
);

create table form (
    id text not null,
    version bigint not null,
    tenant_id text not null references tenant (id),
    hash text not null,
    body_json text not null,
    published_at_ms bigint not null,
    primary key (id, version)
);

create table permission (
    id text primary key,
    seq bigint not null unique,
    tenant_id text not null references tenant (id),
    identifier_id text not null references identifier (id),
    topic_id text not null,
    event text not null,
    source text not null,
    form_id text not null,
    form_version bigint not null,
    form_hash text not null,
    language text not null,
    page text not null,
    at_ms bigint not null
);
create index permission_by_identifier on permission (identifier_id, seq);

create table suppression (
    tenant_id text not null references tenant (id),
    kind text not null,
    value_hash text not null,
    reason text not null,
    at_ms bigint not null,
    review_at_ms bigint not null,
    primary key (tenant_id, kind, value_hash)
);

create table message (
    id text primary key,
    tenant_id text not null references tenant (id),
    person_id text not null references person (id),
    identifier_id text not null references identifier (id),
    kind text not null,
    language text not null,
    payload_enc text not null,
    state text not null,
    reason text not null,
    created_at_ms bigint not null,
    state_at_ms bigint not null
);
create index message_by_identifier on message (identifier_id, created_at_ms);
create index message_by_person on message (person_id, created_at_ms);

create table mail_link (
    token_hash text primary key,
    tenant_id text not null references tenant (id),
    identifier_id text not null references identifier (id),
    kind text not null,
    form_id text not null,
    form_version bigint not null,
    topics text not null,
    page text not null,
    expires_at_ms bigint not null,
    used_at_ms bigint not null,
    created_at_ms bigint not null
);
create index mail_link_by_identifier on mail_link (identifier_id);
