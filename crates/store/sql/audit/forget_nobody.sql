update audit set object = '' where object = $1 and not exists (select 1 from person p where p.id = $1)
