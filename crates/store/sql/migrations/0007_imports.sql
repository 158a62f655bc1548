-- People brought in from files: how far, and what came of it. Reports hold counts and line numbers, and nobody.
create table import (
    id text primary key,
    tenant_id text not null references tenant (id),
    name text not null,
    file_mark text not null,
    dry bigint not null,
    state text not null,
    rows_total bigint not null,
    rows_done bigint not null,
    report_json text not null,
    created_by text not null,
    created_at_ms bigint not null,
    ended_at_ms bigint not null
);
create index import_by_tenant on import (tenant_id, id);

-- Words under which people said yes elsewhere, as handed in: by content, for ever.
create table wording (
    tenant_id text not null references tenant (id),
    hash text not null,
    body_text text not null,
    created_at_ms bigint not null,
    primary key (tenant_id, hash)
);
