-- Addresses beside which a file says something that sounds like a no: no later file gives them a yes until somebody has looked.
create table doubt (
    tenant_id text not null references tenant (id),
    kind text not null,
    value_hash text not null,
    import_id text not null references import (id),
    created_at_ms bigint not null,
    lifted_at_ms bigint not null,
    primary key (tenant_id, kind, value_hash, import_id)
);
create index doubt_by_import on doubt (import_id);

-- What staff said the columns of a file hold, by the columns it has.
create table import_mapping (
    tenant_id text not null references tenant (id),
    shape text not null,
    mapping_json text not null,
    changed_at_ms bigint not null,
    primary key (tenant_id, shape)
);
