insert into counter (name, value) values ('pause', 1)
on conflict (name) do update set value = counter.value + 1
