select n.erasure_id, n.recipient_id, r.name, r.contact, n.whom_enc, e.at_ms from erasure_notice n
join recipient r on r.id = n.recipient_id join erasure e on e.id = n.erasure_id
where n.tenant_id = $1 and n.answered_at_ms = 0 order by e.at_ms, n.erasure_id, r.name limit 500
