delete from suppression
where reason = 'bounced' and at_ms < $2 and exists (
    select 1 from identifier i
    where i.id = $1 and i.tenant_id = suppression.tenant_id and i.kind = suppression.kind and i.value_hash = suppression.value_hash
)
