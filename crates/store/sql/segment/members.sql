select person_id, entered_at_ms from segment_member
where segment_id = $1 and tenant_id = $2 and standing = 'in' and reason = '' and person_id > $3
order by person_id
limit $4
