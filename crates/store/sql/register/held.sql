select
    (select count(*) from person where tenant_id = $1),
    (select count(distinct person_id) from identifier where tenant_id = $1 and kind = 'email'),
    (select count(distinct person_id) from identifier where tenant_id = $1 and kind = 'phone'),
    (select count(distinct person_id) from person_order where tenant_id = $1 and erasure_id = ''),
    (select count(*) from person_order where tenant_id = $1)
