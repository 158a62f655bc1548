update person_order set person_id = '', erasure_id = $3
where tenant_id = $1 and person_id = $2 and held_until_ms > $4
