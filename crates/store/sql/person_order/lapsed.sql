select id from person_order where erasure_id <> '' and held_until_ms <= $1 order by id limit 500
