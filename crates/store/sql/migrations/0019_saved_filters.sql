-- Filters of reports that are kept under a name; a name says one thing in a site.
create table saved_filter (
    id text primary key,
    tenant_id text not null references tenant (id),
    site_id text not null references site (id),
    name text not null,
    filter_json text not null,
    created_at_ms bigint not null,
    unique (site_id, name)
);
