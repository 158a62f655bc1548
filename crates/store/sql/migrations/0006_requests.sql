-- Who showed control of an address, and what people ask for. What a request says is sealed with a key of its own.
create table holder_code (
    id_hash text primary key,
    tenant_id text not null references tenant (id),
    identifier_id text not null references identifier (id),
    form_id text not null,
    code_hash text not null,
    attempts bigint not null,
    expires_at_ms bigint not null,
    used_at_ms bigint not null,
    created_at_ms bigint not null
);
create index holder_code_by_identifier on holder_code (identifier_id, created_at_ms);

create table holder_session (
    token_hash text primary key,
    tenant_id text not null references tenant (id),
    identifier_id text not null references identifier (id),
    form_id text not null,
    expires_at_ms bigint not null,
    created_at_ms bigint not null
);
create index holder_session_by_identifier on holder_session (identifier_id);

alter table person add column restricted_at_ms bigint not null default 0;

create table request (
    id text primary key,
    tenant_id text not null references tenant (id),
    kind text not null,
    channel text not null,
    state text not null,
    law text not null,
    language text not null,
    person_id text not null,
    contact_enc text not null,
    text_enc text not null,
    identity text not null,
    received_at_ms bigint not null,
    due_on text not null,
    suspended_at_ms bigint not null,
    suspended_days bigint not null,
    extended_at_ms bigint not null,
    closed_at_ms bigint not null,
    erasure_id text not null,
    created_at_ms bigint not null,
    changed_at_ms bigint not null
);
create index request_open on request (tenant_id, closed_at_ms, due_on);
create index request_by_person on request (person_id) where person_id <> '';

create table request_note (
    id text primary key,
    request_id text not null references request (id),
    kind text not null,
    actor text not null,
    text_enc text not null,
    at_ms bigint not null
);
create index request_note_by_request on request_note (request_id, id);
