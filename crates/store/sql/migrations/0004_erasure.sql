-- What was erased: counts and a signed receipt, and nothing that leads back to anybody.
create table erasure (
    id text primary key,
    tenant_id text not null references tenant (id),
    receipt_json text not null,
    at_ms bigint not null
);
create index erasure_by_tenant on erasure (tenant_id, id);
