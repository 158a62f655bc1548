-- What is known about people, browsers joined with them, what they bought, and who outside gets it.
create table attribute (
    person_id text not null references person (id),
    kind text not null,
    tenant_id text not null references tenant (id),
    value_enc text not null,
    source text not null,
    at_ms bigint not null,
    primary key (person_id, kind)
);

-- Nothing is copied when a browser is joined: this row is all, and when it goes they are as they were.
create table visitor_link (
    id text primary key,
    tenant_id text not null references tenant (id),
    site_id text not null references site (id),
    person_id text not null references person (id),
    identifier_id text not null references identifier (id),
    subject_hash text not null,
    subject_enc text not null,
    grant_seq bigint not null,
    notice_version bigint not null,
    source text not null,
    at_ms bigint not null,
    unique (site_id, subject_hash)
);
create index visitor_link_by_person on visitor_link (person_id);
create index visitor_link_by_identifier on visitor_link (identifier_id);

-- An order has a key of its own: a law may hold it when its person is erased.
create table person_order (
    id text primary key,
    tenant_id text not null references tenant (id),
    person_id text not null,
    number_hash text not null,
    body_enc text not null,
    total_minor bigint not null,
    currency text not null,
    law text not null,
    at_ms bigint not null,
    held_until_ms bigint not null,
    erasure_id text not null,
    unique (tenant_id, number_hash)
);
create index person_order_by_person on person_order (person_id);
create index person_order_held on person_order (erasure_id, held_until_ms) where erasure_id <> '';

create table recipient (
    id text primary key,
    tenant_id text not null references tenant (id),
    name text not null,
    contact text not null,
    gets text not null,
    created_at_ms bigint not null,
    removed_at_ms bigint not null
);

-- Who outside has to hear of an erasure; whom it is about is sealed with a key of the erasure until all have answered.
create table erasure_notice (
    erasure_id text not null references erasure (id),
    recipient_id text not null references recipient (id),
    tenant_id text not null references tenant (id),
    whom_enc text not null,
    answered_at_ms bigint not null,
    primary key (erasure_id, recipient_id)
);

alter table erasure add column finished_at_ms bigint not null default 0;
alter table mail_link add column visitor_enc text not null default '';
