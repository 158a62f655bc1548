update request set erasure_id = $3, person_id = '' where tenant_id = $1 and person_id = $2
