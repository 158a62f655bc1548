delete from suppression
where reason = 'bounced' and at_ms < $2 and (tenant_id, kind, value_hash) in (
    select i.tenant_id, i.kind, i.value_hash from identifier i where i.id = $1
)
