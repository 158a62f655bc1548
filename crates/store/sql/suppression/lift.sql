delete from suppression
where reason in ('bounced', 'complained', 'stopped') and (tenant_id, kind, value_hash) in (
    select i.tenant_id, i.kind, i.value_hash from identifier i where i.id = $1
)
