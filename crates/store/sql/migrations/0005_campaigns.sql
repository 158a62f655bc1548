-- Newsletters, and the messages that belong to one: one row a recipient, once.
create table campaign (
    id text primary key,
    tenant_id text not null references tenant (id),
    body_json text not null,
    state text not null,
    reason text not null,
    per_minute bigint not null,
    send_at_ms bigint not null,
    planned_to text not null,
    planned_at_ms bigint not null,
    sender_json text not null,
    created_at_ms bigint not null,
    changed_at_ms bigint not null,
    started_at_ms bigint not null,
    ended_at_ms bigint not null
);
create index campaign_by_tenant on campaign (tenant_id, id);

alter table message add column campaign_id text not null default '';
alter table message add column attempts bigint not null default 0;
alter table message add column next_at_ms bigint not null default 0;
create unique index message_once on message (campaign_id, person_id) where campaign_id <> '';
create index message_by_campaign on message (campaign_id, state, next_at_ms, id) where campaign_id <> '';
