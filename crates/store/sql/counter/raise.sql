insert into counter (name, value) values ($1, $2)
on conflict (name) do update set value = case when counter.value < excluded.value then excluded.value else counter.value end
