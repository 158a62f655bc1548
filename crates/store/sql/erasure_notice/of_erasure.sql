select n.recipient_id, r.name, n.answered_at_ms from erasure_notice n join recipient r on r.id = n.recipient_id
where n.erasure_id = $1 order by r.name, n.recipient_id
