delete from mail_link
where kind = 'confirm' and used_at_ms = 0 and identifier_id in (
    select every.id from identifier every join identifier one on one.person_id = every.person_id where one.id = $1
)
