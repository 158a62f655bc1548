-- Of every record of the person: a no to one of them binds all.
delete from mail_link
where kind = 'confirm' and used_at_ms = 0 and identifier_id in (
    with recursive same (id) as (
        select person_id from identifier where id = $1
        union
        select j.other_id from same join person_join j on j.one_id = same.id
    )
    select every.id from same cross join identifier every where every.person_id = same.id
)
