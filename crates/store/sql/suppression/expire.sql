-- Only where no yes is left that mail would go out on again: the address may be somebody else's by now. A new yes lifts it.
delete from suppression
where reason = 'bounced' and review_at_ms < $1 and not exists (
    select 1 from identifier i
    join permission p on p.identifier_id = i.id and p.event = 'given'
    where i.tenant_id = suppression.tenant_id and i.kind = suppression.kind and i.value_hash = suppression.value_hash
)
