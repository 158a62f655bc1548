select id from person_order where erasure_id <> '' and held_until_ms <= $1 order by held_until_ms, id limit 500
