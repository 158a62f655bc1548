select person_id, tenant_id, seq from segment_due order by tenant_id, person_id limit $1
